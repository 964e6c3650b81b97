import { z } from 'zod';
import type { OpencodeConnection } from './opencode-connection.ts';
import { sessionSchema, type WireSession } from './wire.ts';

export type ChildrenOf = { sessionId: string; signal?: AbortSignal | undefined };

// A session and its children; a hostile agent may claim to have started more.
export const MOST_SESSIONS = 201;

/** The ids of the newest of them. */
export async function readChildIds(connection: OpencodeConnection, of: ChildrenOf): Promise<string[]> {
  const children = await readChildren(connection, of);
  return children.slice(1 - MOST_SESSIONS).map((child) => child.id);
}

/** The sessions that subagents of a session work in; not their children. */
export function readChildren(
  connection: OpencodeConnection,
  { sessionId, signal }: ChildrenOf,
): Promise<WireSession[]> {
  return connection.call({
    what: 'list the child sessions',
    schema: z.array(sessionSchema),
    send: (client, options) => client.session.children({ sessionID: sessionId }, options),
    signal,
  });
}
