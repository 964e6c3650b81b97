import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino';
import pretty from 'pino-pretty';
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
};

/** A pino logger that replaces every secret value by `[secret]`, wherever it stands in a line. */
export function createLogger({ name, level, pretty: isPretty, secrets, stream }: LoggerOptions): Logger {
  const redactor = 'redact' in secrets ? secrets : createRedactor(secrets);
  const serializers = { err: stdSerializers.err, error: stdSerializers.err };
  const hooks = { streamWrite: (line: string) => redactor.redact(line) };
  const sink = stream ?? destination({ dest: 2, sync: true });
  return pino({ name, level, serializers, hooks }, isPretty ? prettyStream(sink) : sink);
}

function prettyStream(sink: DestinationStream): DestinationStream {
  const options = { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' };
  const print = pretty.prettyFactory(options);
  return { write: (line) => sink.write(print(line)) };
}
