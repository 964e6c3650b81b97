import { z } from 'zod';
import { AgentError, RefusedCallError, TooLargeAnswerError } from './agent-error.ts';
import { startDeadline } from './deadline.ts';
import type { OpencodeConnection } from './opencode-connection.ts';
import { idSchema } from './wire.ts';

const TIMEOUT_MS = 60_000;
const LARGEST_EXPORT = 8 * 1024 * 1024;
const MOST_MESSAGES = 4_000;
// Pages get smaller until one can be listed; why they cannot be, see read-messages.ts.
const PAGE_SIZES = [100, 10, 1];

/** As much of an export as is looked at; whatever else there is is kept. */
const messageSchema = z.looseObject({
  info: z.looseObject({
    id: idSchema,
    role: z.enum(['user', 'assistant']),
    parentID: idSchema.optional(),
    format: z
      .looseObject({ type: z.literal('json_schema') })
      .optional()
      .catch(undefined),
    time: z.looseObject({ created: z.number() }),
  }),
  parts: z.array(z.unknown()),
});
type Message = z.infer<typeof messageSchema>;

type Of = { sessionId: string; signal: AbortSignal };

/**
 * What `opencode export` prints and `opencode import` takes (1.18.33): `{info, messages: [{info, parts}]}`. What the session
 * has cost is set to nothing, or whoever imports it would be charged again. AgentError when it takes too long.
 */
export async function exportSession(connection: OpencodeConnection, sessionId: string): Promise<string> {
  using deadline = startDeadline(TIMEOUT_MS);
  const of = { sessionId, signal: deadline.signal };
  try {
    const info = await readInfo(connection, of);
    const messages = withinSize(withoutAsked(await readAll(connection, of)));
    return JSON.stringify({ info: { ...info, ...NOTHING_USED }, messages });
  } catch (error) {
    if (!deadline.isOver()) throw error;
    throw new AgentError(`opencode took more than ${TIMEOUT_MS} ms to export a session`, { cause: error });
  }
}

const NOTHING_USED = { cost: 0, tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } } };

function readInfo(connection: OpencodeConnection, { sessionId, signal }: Of): Promise<object> {
  return connection.call({
    what: `find the session ${sessionId}`,
    schema: z.looseObject({ id: idSchema }),
    send: (client, options) => client.session.get({ sessionID: sessionId }, options),
    signal,
  });
}

/** All messages, oldest first, read from the newest on; those from the first on that cannot be listed. */
async function readAll(connection: OpencodeConnection, of: Of): Promise<Message[]> {
  let found: Message[] = [];
  let before: string | undefined;
  let size = 0;
  while (found.length < MOST_MESSAGES && size <= LARGEST_EXPORT) {
    const page = await readPage(connection, { ...of, before });
    const oldest = page?.[0];
    if (!page || !oldest || found.some(({ info }) => info.id === oldest.info.id)) break;
    found = [...page, ...found];
    size += JSON.stringify(page).length;
    before = cursorAt(oldest);
  }
  return found;
}

/** opencode's place in a list of messages, of which it then gives what is older. */
function cursorAt({ info }: Message): string {
  return Buffer.from(JSON.stringify({ id: info.id, time: info.time.created })).toString('base64url');
}

/** Prompts for values and the answers to them say nothing that whoever goes on needs. */
function withoutAsked(messages: readonly Message[]): Message[] {
  const asked = new Set(messages.filter(({ info }) => info.format).map(({ info }) => info.id));
  return messages.filter(({ info }) => !asked.has(info.id) && !asked.has(info.parentID ?? ''));
}

/** The newest messages before the cursor, oldest first; null when the newest of them cannot be listed. */
async function readPage(
  connection: OpencodeConnection,
  { before, ...of }: Of & { before: string | undefined },
): Promise<Message[] | null> {
  for (const limit of PAGE_SIZES) {
    const page = await list(connection, { ...of, limit, ...(before === undefined ? {} : { before }) });
    if (page) return page;
  }
  return null;
}

async function list(
  connection: OpencodeConnection,
  { sessionId, signal, ...page }: Of & { limit: number; before?: string },
): Promise<Message[] | null> {
  try {
    return await connection.call({
      what: 'list the messages',
      schema: z.array(messageSchema),
      send: (client, options) => client.session.messages({ sessionID: sessionId, ...page }, options),
      signal,
    });
  } catch (error) {
    if (error instanceof RefusedCallError && error.status === 400) return null;
    if (error instanceof TooLargeAnswerError) return null;
    throw error;
  }
}

/** The newest of the messages that are small enough together, from a prompt on. */
function withinSize(messages: readonly Message[]): Message[] {
  let size = 0;
  let start = messages.length;
  for (const [index, message] of [...messages.entries()].reverse()) {
    size += JSON.stringify(message).length;
    if (size > LARGEST_EXPORT) break;
    start = index;
  }
  const kept = messages.slice(start);
  const first = kept.findIndex(({ info }) => info.role === 'user');
  return first === -1 ? [] : kept.slice(first);
}
