import { status as askStatus } from '@opencode-commander/control';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  enqueueTask,
  type Keyspace,
  type Queues,
  type TaskStore,
} from '@opencode-commander/queue';
import { aTask } from '../a-task.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { eachInLanes } from '../each-in-lanes.ts';
import type { Ground } from '../ground.ts';
import { startRedisProgram } from '../host/redis-program.ts';
import { millisecondsOf } from '../milliseconds-of.ts';
import { percentile } from '../statistics.ts';

const SIZES = [100, 10_000, 100_000];
const ASKED = 300;
const AT_ONCE = 50;
/** What goes on in every store. */
const [RUNNING, WAITING, QUEUED] = [8, 4, 20];

/** What people wait for the status, however much has been done before. */
export const status: Benchmark = {
  name: 'status',
  about: `one status with ${RUNNING} tasks running, ${QUEUED} queued and as many ended as said, against none ended`,
  rehearsed: true,
  async open(ground) {
    const redis = await openRedis(ground);
    const stores: Filled[] = [];
    for (const ended of [0, ...SIZES]) stores.push(await fill(ground, { redis, ended }));
    return () => measure(stores);
  },
};

async function openRedis(ground: Ground): Promise<Keyspace['redis']> {
  const { url } = await startRedisProgram(ground);
  const redis = await connectRedis({ url, role: 'producer' });
  ground.stack.defer('the connection to Redis', () => redis.disconnect());
  return redis;
}

type Filled = { ended: number; store: TaskStore; queues: Queues };

/** A store of its own with tasks that go on, and with so many that ended. */
async function fill(
  { stack, say }: Ground,
  { redis, ended }: Pick<Keyspace, 'redis'> & { ended: number },
): Promise<Filled> {
  if (ended > 0) say(`status: storing ${ended} tasks`);
  const prefix = `ended-${ended}`;
  const store = createTaskStore({ redis, prefix });
  const queues = createQueues({ redis, prefix });
  stack.defer('the queues', () => queues.close());
  await eachInLanes(numbers(1, QUEUED), AT_ONCE, async (number) => {
    await store.create(aTask(number));
    await enqueueTask(queues, aTask(number));
  });
  await create(store, { status: 'running', first: 1_000, count: RUNNING });
  await create(store, { status: 'waiting_human', first: 2_000, count: WAITING });
  await create(store, { status: 'completed', first: 10_000, count: ended });
  return { ended, store, queues };
}

type Stored = { status: 'running' | 'waiting_human' | 'completed'; first: number; count: number };

async function create(store: TaskStore, { status: wanted, first, count }: Stored): Promise<void> {
  await eachInLanes(numbers(first, count), AT_ONCE, async (number) => {
    const at = new Date().toISOString();
    const times = { startedAt: at, finishedAt: wanted === 'completed' ? at : null };
    await store.create({ ...aTask(number), status: wanted, ...times });
  });
}

function* numbers(first: number, count: number): Generator<number> {
  for (let number = first; number < first + count; number += 1) yield number;
}

/** Each store is asked in turn, so that whatever else goes on disturbs all of them alike. */
async function measure(stores: readonly Filled[]): Promise<Measurement[]> {
  const times = new Map(stores.map(({ ended }) => [ended, [] as number[]]));
  const budget = () => ({ taskUsd: null, repoDayUsd: null, dayUsd: null });
  const now = () => new Date();
  for (let i = 0; i < ASKED; i += 1)
    for (const { ended, store, queues } of stores) {
      const ms = await millisecondsOf(() => askStatus({ store, queues, now, budget }));
      times.get(ended)?.push(ms);
    }
  const of = (ended: number, percent: number) => percentile(times.get(ended) ?? [], percent);
  return SIZES.flatMap((size) =>
    [50, 99].map((percent) => ({
      measure: `p${percent}, ${size} ended`,
      unit: 'ms' as const,
      ours: of(size, percent),
      floor: of(0, percent),
    })),
  );
}
