import type { TaskEvent, TaskId } from '@opencode-commander/task';
import { orRedisError } from '../redis/or-redis-error.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { createBell } from './bell.ts';
import { capEvent } from './cap-event.ts';
import { type Entry, readAhead } from './read-ahead.ts';
import { requireAuthor } from './require-author.ts';
import { CorruptEventError, TaskNotFoundError } from './store-error.ts';
import type { StoreKeys } from './store-keys.ts';
import type { StoreScripts, TaskKeys } from './store-scripts.ts';
import type { NewsFeed } from './task-news.ts';
import { decodeEvent } from './task-record.ts';

/** An event and its place in the log; a later read may start `after` it. */
export type LoggedEvent = { cursor: string; event: TaskEvent };

/** What was read of a log. */
type LogPart = {
  events: LoggedEvent[];
  /** The cursor of the last entry, also of one that cannot be read; null where there was none. */
  end: string | null;
};

/** What happened to a task, oldest first, capped in length, without what cannot be read: `onCorrupt` hears of that. */
export type EventLog = {
  /** Long texts are cut. With `epoch` only while that run holds the task. Throws TaskNotFoundError, StaleEpochError. */
  appendEvent(id: TaskId, event: TaskEvent, author?: { epoch: number }): Promise<void>;
  /** At most `limit` events after a cursor, or with `last` the latest ones; oldest first in both cases. */
  readEvents(
    id: TaskId,
    options?: { after?: string; limit?: number; last?: boolean },
  ): Promise<LoggedEvent[]>;
  /** The same with where it ends, for who reads on: what cannot be read counts as well. */
  readPart(id: TaskId, options?: { after?: string; limit?: number; last?: boolean }): Promise<LogPart>;
  /** All that is in the log after a cursor, as fast as whoever reads takes it; gives the cursor at its end. */
  pastEvents(id: TaskId, after?: string): AsyncGenerator<LoggedEvent, string, undefined>;
  /**
   * Events after a cursor (default: from the first), then new ones as they come, until `signal` aborts. However many follow
   * share one connection.
   */
  followEvents(
    id: TaskId,
    options: { after?: string; signal: AbortSignal },
  ): AsyncGenerator<LoggedEvent, void, undefined>;
};

const READ_LIMIT = 10_000;
/** Who follows looks so often although there is no news: what was told while a connection was new may have been missed. */
const LOOK_MS = 15_000;
const RETRY_MS = 500;

type Context = {
  redis: RedisConnection;
  keys: StoreKeys;
  scripts: StoreScripts;
  news: NewsFeed;
  maxEvents: number;
  onCorrupt: (error: CorruptEventError) => void;
};

export function createEventLog(context: Context): EventLog {
  return {
    appendEvent: (id, event, author) =>
      orRedisError(() => append(context, { id, event, epoch: author?.epoch ?? null })),
    readEvents: async (id, options = {}) => (await orRedisError(() => read(context, id, options))).events,
    readPart: (id, options = {}) => orRedisError(() => read(context, id, options)),
    pastEvents: (id, after) => past(context, id, after),
    followEvents: (id, options) => follow(context, id, options),
  };
}

async function append(
  context: Context,
  { id, event, epoch }: { id: TaskId; event: TaskEvent; epoch: number | null },
): Promise<void> {
  const args = [epoch ?? '', context.maxEvents, JSON.stringify(capEvent(event)), context.keys.logged, id];
  requireAuthor({ id, epoch }, await context.scripts.appendEvent(keysOf(context, id), args));
}

async function read(
  context: Context,
  id: TaskId,
  { after, limit = READ_LIMIT, last = false }: { after?: string; limit?: number; last?: boolean },
): Promise<LogPart> {
  const { events } = keysOf(context, id);
  if (limit <= 0) return { events: [], end: null };
  const from = after === undefined ? '-' : `(${after}`;
  const entries = last
    ? (await context.redis.xrevrange(events, '+', from, 'COUNT', limit)).reverse()
    : await context.redis.xrange(events, from, '+', 'COUNT', limit);
  const readable = entries.map((entry) => logged(context, id, entry)).filter((event) => event !== null);
  return { events: readable, end: entries.at(-1)?.[0] ?? null };
}

async function* past(
  context: Context,
  id: TaskId,
  after = '0-0',
): AsyncGenerator<LoggedEvent, string, undefined> {
  const read = reads(context, id);
  const next = readAhead((from, count) => orRedisError(() => read(from, count)));
  for (let cursor = after; ; ) {
    const { entries, isAll } = await next(cursor);
    for (const entry of entries) {
      const event = logged(context, id, entry);
      if (event !== null) yield event;
      cursor = entry[0];
    }
    if (isAll) return cursor;
  }
}

/** Looks whenever there is news of the task: it needs no connection of its own. */
async function* follow(
  context: Context,
  id: TaskId,
  { after = '0-0', signal }: { after?: string; signal: AbortSignal },
): AsyncGenerator<LoggedEvent, void, undefined> {
  const read = reads(context, id);
  if (signal.aborted) return;
  const bell = createBell();
  const leave = await orRedisError(() =>
    context.news.listen((news) => {
      if (news.kind === 'missed' || news.id === id) bell.ring();
    }),
  );
  signal.addEventListener('abort', bell.ring, { once: true });
  try {
    let cursor = after;
    const next = readAhead(read);
    while (!signal.aborted) {
      const part = await unlessAway(context, () => next(cursor));
      for (const entry of part?.entries ?? []) {
        const event = logged(context, id, entry);
        if (event !== null) yield event;
        cursor = entry[0];
      }
      if (part?.isAll !== false) await bell.rung(part === null ? RETRY_MS : LOOK_MS);
    }
  } finally {
    signal.removeEventListener('abort', bell.ring);
    await leave();
  }
}

/** Null while Redis is away: what is logged meanwhile is still there when it is back. */
async function unlessAway<Part>({ redis }: Context, read: () => Promise<Part>): Promise<Part | null> {
  try {
    return await read();
  } catch (error) {
    if (isReply(error) || redis.status === 'end') throw error;
    return null;
  }
}

function reads(context: Context, id: TaskId) {
  const { events } = keysOf(context, id);
  return (cursor: string, count: number): Promise<Entry[]> =>
    context.redis.xrange(events, `(${cursor}`, '+', 'COUNT', count);
}

/** Whether Redis itself has refused something. */
function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
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
