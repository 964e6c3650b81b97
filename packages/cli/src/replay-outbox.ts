import type { Cli } from './cli.ts';
import { openClient } from './open-client.ts';
import { UsageError } from './usage-error.ts';

export type Replay = { id: string | null; all: boolean; json: boolean };

/** `commander outbox replay`. Throws UsageError, NoDeadWriteError, ConfigError, RedisError. */
export async function replayOutbox(cli: Cli, { id, all, json }: Replay): Promise<void> {
  if (all === (id !== null)) throw new UsageError('name one dead write, or say --all');
  const client = await openClient(cli);
  const output = await client.ask('outbox.replay', { write_id: id });
  if (json) return cli.print(JSON.stringify(output));
  for (const write of output.replayed) cli.print(`${write} is tried again`);
  if (output.replayed.length === 0) cli.print('No write is dead.');
}
