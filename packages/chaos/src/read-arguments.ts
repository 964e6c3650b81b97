import { parseArgs } from 'node:util';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

export type Arguments = {
  seed: number;
  faults: number;
  issues: number;
  minutes: number;
  soak: boolean;
  /** A file to read the schedule from. */
  schedule: string | null;
  /** A directory for logs. */
  logs: string | null;
  simulated: boolean;
  /** Of the simulated rig. */
  schedules: number;
  first: number;
  shorten: boolean;
  json: boolean;
  help: boolean;
};

/** The command line could not be understood. */
export class ChaosUsageError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  faults: { type: 'string', default: '20' },
  issues: { type: 'string', default: '15' },
  minutes: { type: 'string', default: '30' },
  schedule: { type: 'string' },
  logs: { type: 'string' },
  soak: { type: 'boolean', default: false },
  simulated: { type: 'boolean', default: false },
  schedules: { type: 'string', default: '100000' },
  first: { type: 'string', default: '0' },
  'no-shorten': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Throws ChaosUsageError. */
export function readArguments(args: readonly string[]): Arguments {
  const values = parse(args);
  return {
    seed: whole('--seed', values.seed, { least: 0, most: 2 ** 32 - 1 }),
    faults: whole('--faults', values.faults, { least: 1, most: 100_000 }),
    issues: whole('--issues', values.issues, { least: 1, most: 10_000 }),
    minutes: whole('--minutes', values.minutes, { least: 1, most: 24 * 60 }),
    soak: values.soak,
    schedule: values.schedule ?? null,
    logs: values.logs ?? null,
    simulated: values.simulated,
    schedules: whole('--schedules', values.schedules, { least: 1, most: 100_000_000 }),
    first: whole('--first', values.first, { least: 0, most: 100_000_000 }),
    shorten: !values['no-shorten'],
    json: values.json,
    help: values.help,
  };
}

const ONLY_REAL: readonly string[] = [
  'faults',
  'issues',
  'minutes',
  'soak',
  'schedule',
  'logs',
  'no-shorten',
];
const ONLY_SIMULATED: readonly string[] = ['schedules', 'first'];

function parse(args: readonly string[]) {
  const { values, tokens } = parsed(args);
  const ignored = values.simulated ? ONLY_REAL : ONLY_SIMULATED;
  const given = tokens.find((token) => token.kind === 'option' && ignored.includes(token.name));
  if (given?.kind !== 'option') return values;
  const why = values.simulated ? 'does not go with --simulated' : 'needs --simulated';
  throw new ChaosUsageError(`--${given.name} ${why}; see --help`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, tokens: true });
  } catch (cause) {
    // Some reasons go on with advice in lines of their own.
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('.\n');
    throw new ChaosUsageError(`${reason}; see --help`, { cause });
  }
}

function whole(name: string, text: string, { least, most }: { least: number; most: number }): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new ChaosUsageError(`${name} takes a whole number from ${least} to ${most}, not "${text}"`);
}
