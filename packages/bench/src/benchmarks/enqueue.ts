import { join } from 'node:path';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  enqueueTask,
  startEmbeddedRedis,
} from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import { Queue } from 'bullmq';
import { aTask } from '../a-task.ts';
import type { Benchmark } from '../benchmark.ts';
import { eachInLanes } from '../each-in-lanes.ts';
import type { Ground } from '../ground.ts';
import { millisecondsOf } from '../milliseconds-of.ts';

const TASKS = 5_000;
const AT_ONCE = 20;

/** What a task's record and its event cost on top of its job. */
export const enqueue: Benchmark = {
  name: 'enqueue',
  about: `${TASKS} tasks stored and enqueued, against as many bare BullMQ jobs`,
  rehearsed: true,
  async open(ground) {
    const redis = await openRedis(ground);
    const tasks = Array.from({ length: TASKS }, (_, i) => aTask(i + 1));
    let runs = 0;
    return async () => {
      runs += 1;
      const floor = await addBareJobs(redis, { prefix: `bare-${runs}`, tasks });
      const ours = await enqueueTasks(redis, { prefix: `ours-${runs}`, tasks });
      return [{ measure: 'tasks enqueued', unit: '/s', ours, floor }];
    };
  },
};

type Redis = Awaited<ReturnType<typeof connectRedis>>;
type Filling = { prefix: string; tasks: readonly Task[] };

async function openRedis({ directory, stack, guardian, signal }: Ground): Promise<Redis> {
  const [dataDir, runDir] = [join(directory, 'data'), join(directory, 'run')];
  const { url, pid, stop } = await startEmbeddedRedis({ dataDir, runDir, signal });
  guardian.add({ kind: 'process', pid });
  stack.defer('Redis', () => stop());
  const redis = await connectRedis({ url, role: 'producer' });
  stack.defer('the connection to Redis', () => redis.disconnect());
  return redis;
}

async function addBareJobs(redis: Redis, { prefix, tasks }: Filling): Promise<number> {
  const queue = new Queue('tasks', { connection: redis, prefix });
  const perSecond = await rate(tasks, ({ id }) =>
    queue.add('run', { taskId: id }, { jobId: id, priority: 3 }),
  );
  await queue.close();
  return perSecond;
}

async function enqueueTasks(redis: Redis, { prefix, tasks }: Filling): Promise<number> {
  const store = createTaskStore({ redis, prefix });
  const queues = createQueues({ redis, prefix });
  const perSecond = await rate(tasks, async (task) => {
    await store.create(task);
    await enqueueTask(queues, task);
  });
  await queues.close();
  return perSecond;
}

/** Tasks done per second, some of them at once. */
async function rate(tasks: readonly Task[], add: (task: Task) => Promise<unknown>): Promise<number> {
  const ms = await millisecondsOf(() => eachInLanes(tasks, AT_ONCE, add));
  return (tasks.length / ms) * 1_000;
}
