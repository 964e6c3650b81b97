import { z } from 'zod';
import { RefusedCallError, TooLargeAnswerError } from './agent-error.ts';
import type { OpencodeConnection } from './opencode-connection.ts';
import { messageSchema, type WireMessage } from './wire.ts';

export type MessagesOf = {
  sessionId: string;
  /** At most so many, 20 unless given. */
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
};

// opencode 1.18.33 answers 400 to a list that reaches back to the session's first message and holds a prompt for structured
// output ("Expected OutputFormatJsonSchema", anomalyco/opencode#26929); a part of the list passes. Messages that hold files
// may be too large together, too.
const LIMITS = [100, 20, 8, 3, 1];
const LIMIT = 20;
const BAD_REQUEST = 400;

/** The newest messages of a session that can be listed, oldest first; null when the newest is such a prompt. */
export async function readMessages(
  connection: OpencodeConnection,
  of: MessagesOf,
): Promise<WireMessage[] | null> {
  const { limit: most = LIMIT } = of;
  for (const limit of [most, ...LIMITS.filter((less) => less < most)]) {
    const messages = await listMessages(connection, { ...of, limit });
    if (messages) return messages;
  }
  return null;
}

/** Whether the agent has begun to say anything in a session; what cannot be listed counts. */
export async function hasAnswered(connection: OpencodeConnection, of: MessagesOf): Promise<boolean> {
  const messages = await readMessages(connection, of);
  return messages?.some(({ info }) => info.role === 'assistant') !== false;
}

/** The newest message of a session; null when there is none that can be listed. */
export async function readNewestMessage(
  connection: OpencodeConnection,
  of: MessagesOf,
): Promise<WireMessage | null> {
  const messages = await listMessages(connection, { ...of, limit: 1 });
  return messages?.at(-1) ?? null;
}

async function listMessages(
  connection: OpencodeConnection,
  { sessionId, limit, signal }: MessagesOf,
): Promise<WireMessage[] | null> {
  try {
    return await connection.call({
      what: 'list the messages',
      schema: z.array(messageSchema),
      send: (client, options) =>
        client.session.messages({ sessionID: sessionId, ...(limit !== undefined && { limit }) }, options),
      signal,
    });
  } catch (error) {
    if (error instanceof RefusedCallError && error.status === BAD_REQUEST) return null;
    if (error instanceof TooLargeAnswerError) return null;
    throw error;
  }
}
