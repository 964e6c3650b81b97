import { z } from 'zod';
import type { OpencodeConnection } from './opencode-connection.ts';
import { sessionSchema, type WireSession } from './wire.ts';

/** The sessions that subagents of a session work in; not their children. */
export function readChildren(
  connection: OpencodeConnection,
  { sessionId, signal }: { sessionId: string; signal?: AbortSignal | undefined },
): Promise<WireSession[]> {
  return connection.call({
    what: 'list the child sessions',
    schema: z.array(sessionSchema),
    send: (client, options) => client.session.children({ sessionID: sessionId }, options),
    signal,
  });
}
