import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Where a value came from. */
export type Origin =
  | { kind: 'file'; file: string; line: number }
  | { kind: 'variable'; name: string }
  /** Set by somebody while commander runs; `at` is an ISO instant. */
  | { kind: 'runtime'; by: string; at: string }
  | { kind: 'default' };

/** One thing that is wrong with the configuration. */
export type Problem = {
  /** The key as one writes it, such as `github.poll_interval`; the file's path when that itself is wrong. */
  key: string;
  /** The value for people; null when it is secret or there is none. */
  value: string | null;
  /** What is allowed, or what to do. */
  allowed: string;
  origin: Origin;
};

/** Everything that is wrong with the configuration, in one stage of reading it. */
export class ConfigError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    // A value may break two rules of the schema that read the same to people.
    const distinct = [...new Map(problems.map((problem) => [problemLine(problem), problem])).values()];
    super(render(distinct), options);
    this.problems = distinct;
  }
}

function render(problems: readonly Problem[]): string {
  const lines = problems.map(problemLine);
  if (lines.length === 1) return `configuration: ${lines[0]}`;
  return [`the configuration has ${lines.length} problems:`, ...lines.map((text) => `  - ${text}`)].join(
    '\n',
  );
}

/** A problem in one line: the key, its value, where that stands, and what is allowed. */
export function problemLine({ key, value, allowed, origin }: Problem): string {
  // A variable that is no key's stands there by its own name already.
  const place = origin.kind === 'variable' && origin.name === key ? '' : placeOf(origin);
  return `${key}${value === null ? '' : ` = ${value}`}${place && ` (${place})`}: ${allowed}`;
}

function placeOf(origin: Origin): string {
  if (origin.kind === 'default') return '';
  if (origin.kind === 'runtime') return `set at runtime by ${origin.by}`;
  return origin.kind === 'file' ? `${origin.file}:${origin.line}` : `from ${origin.name}`;
}
