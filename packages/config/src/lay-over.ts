import { assemble, type Parts } from './assemble.ts';
import { checkRules } from './check-rules.ts';
import type { Config } from './config.ts';
import type { Problem } from './config-error.ts';
import { type Document, documentOf, type Entry } from './document/document.ts';
import { explainIssue, nameOf } from './explain-issue.ts';
import type { Secrets } from './read-secrets.ts';
import type { Overrides } from './runtime/override.ts';
import { overrideEntries } from './runtime/override-entries.ts';
import { type FileValues, fileSchema } from './schema/schema.ts';
import { Secret } from './secret.ts';

/** What a process reads once, at its start, and uses to its end. */
export type Ground = Pick<Parts, 'host' | 'kept'> & {
  /** What the file and the environment say. */
  entries: readonly Entry[];
  secrets: Secrets;
};

export type Laid =
  | { status: 'valid'; config: Config; document: Document }
  /** Everything that is wrong in the first stage where something is. */
  | { status: 'invalid'; problems: Problem[] };

/** What people have set at runtime, over the environment, over the file, over the defaults. */
export function layOver(ground: Ground, overrides: Overrides): Laid {
  const { entries, places } = overrideEntries(overrides, ground.entries);
  const document = documentOf([...ground.entries, ...entries]);
  const keys = new Map([...places].map(([key, place]) => [nameOf(place), key]));
  const invalid = (problems: readonly Problem[]): Laid => ({
    status: 'invalid',
    problems: problems.map((problem) => ({ ...problem, key: keys.get(problem.key) ?? problem.key })),
  });
  const parsed = parseDocument(document);
  if ('problems' in parsed) return invalid(parsed.problems);
  const { secrets, host, kept } = ground;
  const { values } = parsed;
  const problems = checkRules({ values, secrets, runDir: host.runDir, document });
  if (problems.length > 0) return invalid(problems);
  return { status: 'valid', config: frozen(assemble({ values, secrets, host, kept, document })), document };
}

/** The document as the schema has it, or everything in it that the schema refuses. */
export function parseDocument(document: Document): { values: FileValues } | { problems: Problem[] } {
  const { data, error } = fileSchema.safeParse(document.value);
  if (error) return { problems: error.issues.flatMap((issue) => explainIssue(issue, document)) };
  return { values: data };
}

/** All but the outermost object, whose sections are replaced at runtime. */
function frozen(config: Config): Config {
  for (const section of Object.values(config)) deepFreeze(section);
  return config;
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || value instanceof Secret) return;
  Object.values(value).forEach(deepFreeze);
  Object.freeze(value);
}
