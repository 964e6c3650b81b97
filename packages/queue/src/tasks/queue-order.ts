import type { TaskId } from '@opencode-commander/task';
import type { Queue } from 'bullmq';
import type { Queues, TaskJobData } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { PRIORITY_STEP } from './list-waiting.ts';
import { taskIdOf, taskQueues } from './task-queues.ts';

/** A task in the order of the queues; `position` is its place in its own queue, 1 for the next one, null when it is not due yet. */
export type QueuePlace = { id: TaskId; position: number | null };

type Waiting = QueuePlace & { urgency: number };

/**
 * Every task that waits in a queue, in the order in which they will run: the most urgent first, of equals those that have a
 * host, then what waits for its time. Three reads for each queue, however many wait. Throws RedisError.
 */
export function queueOrder(queues: Queues): Promise<QueuePlace[]> {
  return orRedisError(async () => {
    const [everybodys, ...hosts] = await taskQueues(queues);
    const all = everybodys === undefined ? hosts : [...hosts, everybodys];
    const read = await Promise.all(all.map((queue) => readQueue(queues, queue)));
    const waiting = read.flatMap((each) => each.waiting).sort((a, b) => a.urgency - b.urgency);
    return [
      ...waiting.map(({ id, position }) => ({ id, position })),
      ...read.flatMap((each) => each.delayed),
    ];
  });
}

async function readQueue(
  { redis }: Queues,
  queue: Queue<TaskJobData>,
): Promise<{ waiting: Waiting[]; delayed: QueuePlace[] }> {
  const [inFront, flat, delayed] = await Promise.all([
    redis.lrange(queue.toKey('wait'), 0, -1),
    redis.zrange(queue.toKey('prioritized'), 0, -1, 'WITHSCORES'),
    redis.zrange(queue.toKey('delayed'), 0, -1),
  ]);
  // Jobs that lost their worker wait in a list in front of all others, the next one at its end.
  const jobs = inFront.reverse().map((id) => ({ id, urgency: 0 }));
  for (let i = 0; i + 1 < flat.length; i += 2)
    jobs.push({ id: flat[i] ?? '', urgency: Math.floor(Number(flat[i + 1]) / PRIORITY_STEP) });
  return {
    waiting: jobs.map(({ id, urgency }, i) => ({ id: taskIdOf(id), urgency, position: i + 1 })),
    delayed: delayed.map((id) => ({ id: taskIdOf(id), position: null })),
  };
}
