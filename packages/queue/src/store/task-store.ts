import {
  isTerminal,
  STATUSES,
  type Status,
  type Task,
  type TaskId,
  TRANSITIONS,
} from '@opencode-commander/task';
import { orRedisError } from '../redis/or-redis-error.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { codeOf, type RedisError } from '../redis/redis-error.ts';
import { countStatuses } from './count-statuses.ts';
import { createDiffStore, type DiffStore } from './diff-store.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { fillEnded } from './fill-ended.ts';
import { idsOfIssue } from './ids-of-issue.ts';
import { onceEach } from './once-each.ts';
import { createPullIndex, type PullIndex } from './pull-index.ts';
import { readOutlines, type TaskOutline } from './read-outlines.ts';
import { type PlacesWanted, readPlaces, type TaskPlace } from './read-places.ts';
import { CorruptTaskError, TaskNotFoundError } from './store-error.ts';
import { HOUR_KEPT_S, type StoreKeys, storeKeys } from './store-keys.ts';
import { type StoreScripts, storeScripts } from './store-scripts.ts';
import { subscribe } from './subscribe.ts';
import { createNewsFeed, type NewsListener } from './task-news.ts';
import { decodeTask, encodeTask, toFields } from './task-record.ts';
import { type Change, type Claim, changeWrite, claimWrite, eventText, type TaskWrite } from './task-write.ts';
import { writeRefusal } from './write-refusal.ts';

/**
 * The tasks' records in Redis: the only place where a task's status lives. Everything that writes is one Lua script.
 * Everything throws RedisError when Redis is away.
 */
export type TaskStore = EventLog &
  DiffStore &
  PullIndex & {
    /** Stores a new task; of several creators at once exactly one gets `created`. */
    create(task: Task): Promise<'created' | 'exists'>;
    /** Puts a rebuilt task in place of the record that was read, null for none; false when that is another one by now. */
    restore(task: Task, over: Pick<Task, 'epoch' | 'revision'> | null): Promise<boolean>;
    /** Throws CorruptTaskError. */
    get(id: TaskId): Promise<Task | null>;
    /** Newest first, without those whose record cannot be read: `onCorrupt` hears of them. */
    list(options?: { statuses?: readonly Status[]; limit?: number }): Promise<Task[]>;
    /** Those that have no run any more, the one that ended last first; as `list` otherwise. */
    listEnded(limit: number): Promise<Task[]>;
    /** Those of one issue, its follow-ups among them; as `list` lists them. */
    ofIssue(issue: IssueName): Promise<Task[]>;
    /** The ids of all tasks of a status, newest first; no record is read. */
    ids(status: Status): Promise<TaskId[]>;
    /** The places of tasks, newest first, a page at a time; no record is read. */
    places(wanted: PlacesWanted): Promise<TaskPlace[]>;
    /** The tasks with these ids, in their order, without those that are gone or cannot be read. */
    getAll(ids: readonly TaskId[]): Promise<Task[]>;
    /** The same of each no more than it takes to find it. */
    outlines(ids: readonly TaskId[]): Promise<TaskOutline[]>;
    counts(): Promise<Record<Status, number>>;
    /** queued → dispatched under a new epoch. Throws TaskNotFoundError, IllegalTransitionError. */
    claim(claim: Claim): Promise<Task>;
    /**
     * To `cancelled` it raises the epoch: the run that held the task can write no more. Throws TaskNotFoundError,
     * IllegalTransitionError, StaleEpochError, ChangedMeanwhileError, and PublishingError when a task is cancelled while its
     * `publishingUntil` is ahead; then nothing was written.
     */
    change(change: Change): Promise<Task>;
    /**
     * Hears the id of every task that is created or changed, by whomever, until the function it resolves to is called. What
     * happens while Redis is away is not heard: look now and then as well.
     */
    onChange(listener: (id: TaskId) => void): Promise<() => Promise<void>>;
    /** Hears of what is logged as well, and of gaps in what it hears; any number of listeners share one connection. */
    onNews(listener: NewsListener): Promise<() => Promise<void>>;
  };

/** An issue by its names: the server's, `owner/name`, and its number there. */
type IssueName = Pick<Task['source'], 'host' | 'repo' | 'number'>;

export type TaskStoreOptions = {
  redis: RedisConnection;
  /** Distinguishes installations that share a Redis. */
  prefix: string;
  /** How long the record of an ended task stays, in ms; 30 days unless given. */
  retentionMs?: number;
  /** Events kept per task, about. */
  maxEvents?: number;
  /** Hears, once of each, of records that `list`, links that `pulls` and entries that logs had to leave out. */
  onCorrupt?: (error: RedisError) => void;
};

const RETENTION_MS = 30 * 24 * 3_600_000;
const MAX_EVENTS = 5_000;
const EACH_STATUS = JSON.stringify(STATUSES);
const LEGAL = JSON.stringify(TRANSITIONS);

type Context = {
  redis: RedisConnection;
  keys: StoreKeys;
  scripts: StoreScripts;
  retentionMs: number;
  maxEvents: number;
  onCorrupt: (error: RedisError) => void;
};

/** What the log of a task begins with: for a follow-up, why it is one. */
function acceptedAs({ followUp }: Task): string {
  return followUp === null ? 'accepted' : `accepted as a follow-up: ${followUp.kind}`;
}

/** The records and event logs of tasks in Redis. Everything throws RedisError when Redis is away. */
export function createTaskStore(options: TaskStoreOptions): TaskStore {
  const { redis, prefix, retentionMs = RETENTION_MS, maxEvents = MAX_EVENTS } = options;
  const scripts = storeScripts(redis);
  const report = options.onCorrupt ?? (() => undefined);
  const onCorrupt = onceEach(report);
  const keys = storeKeys(prefix);
  const context = { redis, keys, scripts, retentionMs, maxEvents, onCorrupt };
  const news = createNewsFeed(context);
  return {
    ...createEventLog({ ...context, news }),
    ...createDiffStore(context),
    create: (task) =>
      orRedisError(async () =>
        (await put(context, task, { message: acceptedAs(task), over: null })) ? 'created' : 'exists',
      ),
    restore: (task, over) => orRedisError(() => put(context, task, { message: 'rebuilt from GitHub', over })),
    get: (id) => orRedisError(() => getIndexed(context, id)),
    list: (filter = {}) => orRedisError(() => list(context, filter)),
    listEnded: (limit) => orRedisError(() => listEnded(context, limit)),
    ofIssue: (issue) => orRedisError(() => ofIssue(context, issue)),
    ids: (status) => orRedisError(() => redis.zrevrange(`${context.keys.index}${status}`, 0, -1)),
    places: (wanted) => orRedisError(() => readPlaces(context, wanted)),
    getAll: (ids) => orRedisError(() => getAll(context, ids)),
    outlines: (ids) => orRedisError(() => readOutlines(context, ids)),
    counts: () => orRedisError(() => counts(context)),
    claim: (claim) => orRedisError(async () => write(context, claimWrite(claim))),
    change: (change) => orRedisError(async () => write(context, changeWrite(change))),
    onChange: (listener) =>
      orRedisError(() =>
        subscribe(redis, { channels: [keys.changes], onMessage: (_channel, id) => listener(id) }),
      ),
    onNews: (listener) => orRedisError(() => news.listen(listener)),
    ...createPullIndex({
      ...{ redis, prefix, onCorrupt: report },
      completed: () => list(context, { statuses: ['completed'] }),
    }),
  };
}

async function put(
  context: Context,
  task: Task,
  { message, over }: { message: string; over: Pick<Task, 'epoch' | 'revision'> | null },
): Promise<boolean> {
  const fields = encodeTask(task);
  const retention = retentionOf(context, task.status);
  const head = [context.keys.index, task.id, task.status, Date.parse(task.createdAt), retention];
  const event = eventText({ status: task.status, at: task.updatedAt, message });
  return context.scripts.createTask(keysOf(context, task.id), [
    ...head,
    context.maxEvents,
    event,
    context.keys.changes,
    over?.epoch ?? '',
    over?.revision ?? '',
    EACH_STATUS,
    endOf(task),
    ...fields,
  ]);
}

async function get({ redis, keys }: Context, id: TaskId): Promise<Task | null> {
  const found = keys.of(id);
  if (found === null) return null;
  const fields = await redis.hgetall(found.record).catch((error: Error) => {
    throw codeOf(error) === 'WRONGTYPE' ? new CorruptTaskError(id, found.record, error) : error;
  });
  return Object.keys(fields).length === 0 ? null : decodeTask(id, found.record, fields);
}

/** Reads a record and puts it into the indexes that have lost it, since nobody else finds it. */
async function getIndexed(context: Context, id: TaskId): Promise<Task | null> {
  const task = await get(context, id);
  if (task === null) return null;
  const { redis, keys, scripts } = context;
  const indexes = ['all', 'ids', task.status].map((name) => redis.zscore(`${keys.index}${name}`, id));
  if ((await Promise.all(indexes)).every((score) => score !== null)) return task;
  const created = Date.parse(task.createdAt);
  const args = [keys.index, id, task.status, created, retentionOf(context, task.status), endOf(task)];
  await scripts.indexTask(keysOf(context, id).record, args);
  return task;
}

async function list(
  context: Context,
  { statuses, limit }: { statuses?: readonly Status[]; limit?: number },
): Promise<Task[]> {
  const { redis, keys } = context;
  await expire(context);
  const indexes = statuses ? [...new Set(statuses)] : ['all'];
  const last = limit === undefined ? -1 : limit - 1;
  const ids = await Promise.all(indexes.map((name) => redis.zrevrange(`${keys.index}${name}`, 0, last)));
  const tasks = await newestFirst(context, ids.flat());
  // A task may have moved on between the index and its record.
  return tasks.filter(({ status }) => statuses?.includes(status) ?? true).slice(0, limit);
}

/** Only the records of tasks whose issue has that number are read. */
async function ofIssue(context: Context, { host, repo, number }: IssueName): Promise<Task[]> {
  const { redis, keys } = context;
  await expire(context);
  const ids = await idsOfIssue(redis, keys.index, number);
  const tasks = await newestFirst(context, ids);
  return tasks.filter(
    ({ source }) => source.host === host.toLowerCase() && source.repo.toLowerCase() === repo.toLowerCase(),
  );
}

async function newestFirst(context: Context, ids: readonly TaskId[]): Promise<Task[]> {
  const tasks = await getAll(context, ids);
  return tasks.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}

async function listEnded(context: Context, limit: number): Promise<Task[]> {
  if (limit <= 0) return [];
  await expire(context);
  const { redis, keys } = context;
  await fillEnded({ redis, index: keys.index, endOf: async (id) => endOf(await getReadable(context, id)) });
  const ids = await redis.zrevrange(`${keys.index}ended`, 0, limit - 1);
  return (await getAll(context, ids)).filter(({ status }) => isTerminal(status));
}

/** In ms; a record that was rebuilt says itself when its task ended. */
function endOf(task: Task | null): number {
  return task === null ? 0 : Date.parse(task.finishedAt ?? task.updatedAt);
}

async function getAll(context: Context, ids: readonly TaskId[]): Promise<Task[]> {
  const tasks = await Promise.all(ids.map((id) => getReadable(context, id)));
  return tasks.filter((task) => task !== null);
}

async function getReadable(context: Context, id: TaskId): Promise<Task | null> {
  try {
    return await get(context, id);
  } catch (error) {
    if (!(error instanceof CorruptTaskError)) throw error;
    context.onCorrupt(error);
    return null;
  }
}

async function counts(context: Context): Promise<Record<Status, number>> {
  await expire(context);
  return countStatuses(context.redis, context.keys.index);
}

/** Ended tasks go when somebody looks, by Redis's own clock. */
async function expire({ scripts, keys }: Context): Promise<void> {
  await scripts.expireTasks(`${keys.index}expiry`, [keys.index, keys.records, ...STATUSES]);
}

async function write(context: Context, change: TaskWrite): Promise<Task> {
  const { id, epoch, to, at, message, fields, given, publishingMs } = change;
  const keys = keysOf(context, id);
  const retention = to === null ? '' : retentionOf(context, to);
  const event = to === null ? '' : eventText({ status: to, at, message });
  const head = [context.keys.index, id, epoch ?? '', to ?? '', LEGAL, retention, context.maxEvents, event];
  const counted = [context.keys.hours, HOUR_KEPT_S];
  const conditions = [context.keys.changes, publishingMs ?? '', given.length / 2, ...counted, ...given];
  const updated = ['updatedAt', JSON.stringify(at)];
  const [result = '', ...rest] = await context.scripts.changeTask(keys, [
    ...head,
    ...conditions,
    ...updated,
    ...fields,
  ]);
  if (result === 'unindexed') {
    await getIndexed(context, id);
    return write(context, change);
  }
  if (result !== 'changed') throw writeRefusal(change, result, rest[0]);
  return decodeTask(id, keys.record, toFields(rest));
}

/** For how long a record is kept, in ms; '' for ever. */
function retentionOf({ retentionMs }: Context, status: Status): number | '' {
  return isTerminal(status) ? retentionMs : '';
}

function keysOf({ keys }: Context, id: TaskId) {
  const found = keys.of(id);
  if (found === null) throw new TaskNotFoundError(id);
  return found;
}
