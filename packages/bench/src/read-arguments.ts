import { parseArgs } from 'node:util';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

export type Arguments = { names: string[]; runs: number; json: boolean; help: boolean };

/** The command line could not be understood. */
class BenchUsageError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

const MOST_RUNS = 1_000;

/** `[--json] [--runs N] [name…]`; no name means every benchmark. Throws BenchUsageError. */
export function readArguments(args: readonly string[], known: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > MOST_RUNS) {
    throw new BenchUsageError(`--runs takes a whole number from 1 to ${MOST_RUNS}, not "${values.runs}"`);
  }
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new BenchUsageError(`there is no benchmark "${unknown}": there are ${known.join(', ')}`);
  }
  const names = positionals.length === 0 ? [...known] : known.filter((name) => positionals.includes(name));
  return { names, runs, json: values.json, help: values.help };
}

function parse(args: readonly string[]) {
  const options = {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BenchUsageError(`${reason}; see --help`, { cause });
  }
}
