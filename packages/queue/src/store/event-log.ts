import type { TaskEvent, TaskId } from '@opencode-commander/task';
import { orRedisError } from '../redis/or-redis-error.ts';
import { duplicateConnection, type RedisConnection } from '../redis/redis-connection.ts';
import { capEvent } from './cap-event.ts';
import { requireAuthor } from './require-author.ts';
import { CorruptEventError, TaskNotFoundError } from './store-error.ts';
import type { StoreKeys } from './store-keys.ts';
import type { StoreScripts, TaskKeys } from './store-scripts.ts';
import { decodeEvent } from './task-record.ts';

/** An event and its place in the log; a later read may start `after` it. */
export type LoggedEvent = { cursor: string; event: TaskEvent };

/** What happened to a task, oldest first, capped in length, without what cannot be read: `onCorrupt` hears of that. */
export type EventLog = {
  /** Long texts are cut. With `epoch` only while that run holds the task. Throws TaskNotFoundError, StaleEpochError. */
  appendEvent(id: TaskId, event: TaskEvent, author?: { epoch: number }): Promise<void>;
  /** At most `limit` events after a cursor, or with `last` the latest ones; oldest first in both cases. */
  readEvents(
    id: TaskId,
    options?: { after?: string; limit?: number; last?: boolean },
  ): Promise<LoggedEvent[]>;
  /** Events after a cursor (default: from the first), then new ones as they come, until `signal` aborts. */
  followEvents(
    id: TaskId,
    options: { after?: string; signal: AbortSignal },
  ): AsyncGenerator<LoggedEvent, void, undefined>;
};

const READ_LIMIT = 10_000;
const BATCH = 200;
const BLOCK_MS = 5_000;
/** A blocking read is answered at least every BLOCK_MS: a connection silent for longer is dead. */
const SILENCE_MS = 3 * BLOCK_MS;

type Context = {
  redis: RedisConnection;
  keys: StoreKeys;
  scripts: StoreScripts;
  maxEvents: number;
  onCorrupt: (error: CorruptEventError) => void;
};

export function createEventLog(context: Context): EventLog {
  return {
    appendEvent: (id, event, author) =>
      orRedisError(() => append(context, { id, event, epoch: author?.epoch ?? null })),
    readEvents: (id, options = {}) => orRedisError(() => read(context, id, options)),
    followEvents: (id, options) => follow(context, id, options),
  };
}

async function append(
  context: Context,
  { id, event, epoch }: { id: TaskId; event: TaskEvent; epoch: number | null },
): Promise<void> {
  const args = [epoch ?? '', context.maxEvents, JSON.stringify(capEvent(event))];
  requireAuthor({ id, epoch }, await context.scripts.appendEvent(keysOf(context, id), args));
}

async function read(
  context: Context,
  id: TaskId,
  { after, limit = READ_LIMIT, last = false }: { after?: string; limit?: number; last?: boolean },
): Promise<LoggedEvent[]> {
  const { events } = keysOf(context, id);
  if (limit <= 0) return [];
  const from = after === undefined ? '-' : `(${after}`;
  const entries = last
    ? (await context.redis.xrevrange(events, '+', from, 'COUNT', limit)).reverse()
    : await context.redis.xrange(events, from, '+', 'COUNT', limit);
  return entries.map((entry) => logged(context, id, entry)).filter((event) => event !== null);
}

/** Reads on a connection of its own, since a blocking read holds up everything behind it. */
async function* follow(
  context: Context,
  id: TaskId,
  { after = '0-0', signal }: { after?: string; signal: AbortSignal },
): AsyncGenerator<LoggedEvent, void, undefined> {
  const { events } = keysOf(context, id);
  if (signal.aborted) return;
  const redis = duplicateConnection(context.redis, {
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    commandTimeout: undefined,
    socketTimeout: SILENCE_MS,
  });
  // It reconnects by itself, and what a read missed meanwhile is still in the stream.
  redis.on('error', () => undefined);
  const stop = () => redis.disconnect();
  signal.addEventListener('abort', stop, { once: true });
  try {
    let cursor = after;
    while (!signal.aborted) {
      for (const entry of await readNew(redis, { events, cursor, signal })) {
        const event = logged(context, id, entry);
        if (event !== null) yield event;
        cursor = entry[0];
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    redis.disconnect();
  }
}

async function readNew(
  redis: RedisConnection,
  { events, cursor, signal }: { events: string; cursor: string; signal: AbortSignal },
): Promise<[id: string, fields: string[]][]> {
  const reading = redis.xread('COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', events, cursor);
  const reply = await reading.catch((error: unknown) => {
    // Disconnecting is how a blocking read is ended.
    if (signal.aborted) return null;
    throw error;
  });
  return reply?.[0]?.[1] ?? [];
}

function logged(
  context: Context,
  id: TaskId,
  [cursor, [, text = '']]: [string, string[]],
): LoggedEvent | null {
  try {
    return { cursor, event: decodeEvent(id, { key: keysOf(context, id).events, cursor }, text) };
  } catch (error) {
    if (!(error instanceof CorruptEventError)) throw error;
    context.onCorrupt(error);
    return null;
  }
}

function keysOf({ keys }: Pick<Context, 'keys'>, id: TaskId): TaskKeys {
  const found = keys.of(id);
  if (found === null) throw new TaskNotFoundError(id);
  return found;
}
