import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino';
import pretty from 'pino-pretty';
import { holdRepeatedLines } from './hold-repeated-lines.ts';
import { createRedactor, type Redactor } from './redactor.ts';

export type { Logger };

export type LoggerOptions = {
  name: string;
  /** One of pino's levels: `trace` … `fatal`, `silent`. */
  level: string;
  /** Lines for people instead of JSON. */
  pretty: boolean;
  /** Values that must never appear; a redactor to which values can be added later. */
  secrets: readonly string[] | Redactor;
  /** Standard error unless given: what a program answers stays apart from what it logs. */
  stream?: DestinationStream;
  /** Colours in lines for people, none unless asked for. */
  colors?: boolean;
};

/**
 * A pino logger that replaces every secret value by `[secret]`, wherever it stands in a line, and says the same warning
 * once a minute.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { name, level, secrets, stream, colors = false } = options;
  const redactor = 'redact' in secrets ? secrets : createRedactor(secrets);
  const serializers = { err: errorForLog, error: errorForLog };
  const hooks = { streamWrite: (line: string) => redactor.redact(line) };
  const sink = stream ?? destination({ dest: 2, sync: true });
  const shown = options.pretty ? prettyStream(sink, colors) : sink;
  const write = holdRepeatedLines((line) => void shown.write(line));
  return pino({ name, level, serializers, hooks }, { write });
}

/** An error made for people says all in its message; the stack is for the others. */
function errorForLog(error: unknown): unknown {
  if (error instanceof Error && 'exitCode' in error) return { type: error.name, message: error.message };
  return error instanceof Error ? stdSerializers.err(error) : error;
}

function prettyStream(sink: DestinationStream, colors: boolean): DestinationStream {
  const print = pretty.prettyFactory({
    colorize: colors,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
  });
  return { write: (line) => sink.write(print(line)) };
}
