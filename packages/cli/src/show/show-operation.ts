import type { InputOf, OperationName, OutputOf } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import type { Paint } from './format-event.ts';
import { createPaint } from './paint.ts';

/** What lines for people are made for. */
export type View = { now: Date; columns: number; paint: Paint };

export type Shown<Name extends OperationName> = {
  input: InputOf<Name>;
  /** What the operation gives, as lines for people. */
  format: (output: OutputOf<Name>, view: View) => readonly string[];
  json: boolean;
};

/** Has an operation done and prints what it gives: what most commands do. Throws what the operation throws, ConfigError, RedisError. */
export async function showOperation<Name extends OperationName>(
  cli: Cli,
  name: Name,
  { input, format, json }: Shown<Name>,
): Promise<void> {
  const client = await openClient(cli);
  const output = await client.ask(name, input);
  if (json) return cli.print(JSON.stringify(output));
  const { stdout, columns } = cli.terminal;
  const view = { now: cli.now(), columns, paint: createPaint(stdout, cli.env) };
  for (const line of format(output, view)) cli.print(line);
}
