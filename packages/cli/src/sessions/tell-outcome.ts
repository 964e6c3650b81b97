import type { InputOf, OperationName, OutputOf } from '@opencode-commander/control';
import { offerOf } from '@opencode-commander/mcp-gateway';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { plain } from '../show/plain.ts';

export type Asked<Name extends OperationName> = { operation: Name; input: InputOf<Name>; json: boolean };

/** Has an operation done, and prints what came of it: in words, or as JSON. Throws ConfigError, and what the operation throws. */
export async function tellOutcome<Name extends OperationName>(
  cli: Cli,
  { operation, input, json }: Asked<Name>,
): Promise<void> {
  const client = await openClient(cli);
  const output: OutputOf<Name> = await client.ask(operation, input);
  if (json) return cli.print(JSON.stringify(output));
  const text = offerOf(operation)?.offer.describe(output) ?? '';
  for (const line of text.split('\n')) cli.print(plain(line));
}
