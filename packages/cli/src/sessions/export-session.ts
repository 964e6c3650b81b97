import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';

/** `commander session export`: JSON for `opencode import`, whether or not JSON was asked for. */
export async function exportSession(cli: Cli, session: string): Promise<void> {
  const client = await openClient(cli);
  const { content } = await client.ask('sessions.export', { session });
  cli.print(content);
}
