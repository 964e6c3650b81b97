import { PRIORITIES, type Priority, type TaskId } from '@opencode-commander/task';
import type { Queue } from 'bullmq';
import { z } from 'zod';
import type { Queues, TaskJobData } from '../queues.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { isEnded, jobIdOf, taskQueues } from './task-queues.ts';

/** Where a task is to go: right before another one, or to an end of its queue. */
export type QueueTarget = { before: TaskId } | { to: 'front' | 'back' };

/** Where a task's job is; `next`: it lost its dispatcher, and is taken before all others. */
export type JobPlace = 'waiting' | 'next' | 'running' | 'delayed' | 'none';

/** What became of it; `elsewhere`: the other one waits in another queue. `refused` says which of both is no longer where it could be moved. */
export type Moved =
  | { status: 'moved' | 'same'; priority: Priority }
  | { status: 'elsewhere' }
  | { status: 'refused'; task: TaskId; place: JobPlace };

const moveJob = defineScript('move-job', 3);

const replySchema = z.union([
  z.tuple([z.enum(['moved', 'same']), z.number()]),
  z.tuple([z.literal('absent'), z.enum(['job', 'other'])]),
]);

/**
 * Moves a waiting task within its queue, everybody's or that of its host, in one step: it takes over the priority of whom it is
 * moved to, and all others keep their order. Whatever is not waiting at that moment is not moved. Throws RedisError.
 */
export function moveTask(queues: Queues, id: TaskId, target: QueueTarget): Promise<Moved> {
  return orRedisError(async () => {
    const found = await find(queues, id);
    if (found === null || found.place !== 'waiting')
      return { status: 'refused', task: id, place: found?.place ?? 'none' };
    return move(queues, { queue: found.queue, id, target });
  });
}

type Moving = { queue: Queue<TaskJobData>; id: TaskId; target: QueueTarget };

async function move(queues: Queues, { queue, id, target }: Moving): Promise<Moved> {
  const jobId = jobIdOf(id);
  const keys = [queue.toKey('prioritized'), queue.toKey('pc'), queue.toKey(jobId)];
  const args = 'to' in target ? [jobId, target.to, ''] : [jobId, 'before', jobIdOf(target.before)];
  const [result, value] = replySchema.parse(await moveJob(queues.redis, keys, args));
  if (result !== 'absent')
    return { status: result, priority: PRIORITIES[value - 1] ?? refusePriority(id, value) };
  const missing = value === 'job' || 'to' in target ? id : target.before;
  const place = await find(queues, missing);
  if (place?.place === 'waiting' && place.queue.name !== queue.name) return { status: 'elsewhere' };
  return { status: 'refused', task: missing, place: place?.place ?? 'none' };
}

async function find(
  queues: Queues,
  id: TaskId,
): Promise<{ queue: Queue<TaskJobData>; place: JobPlace } | null> {
  for (const queue of await taskQueues(queues)) {
    const state = await queue.getJobState(jobIdOf(id));
    if (state === 'unknown' || isEnded(state)) continue;
    return { queue, place: PLACES[state] ?? 'none' };
  }
  return null;
}

const PLACES: Readonly<Record<string, JobPlace>> = {
  prioritized: 'waiting',
  waiting: 'next',
  active: 'running',
  delayed: 'delayed',
};

function refusePriority(id: TaskId, value: number): never {
  throw new RangeError(`the job of task ${id} has priority ${value}, which is none of ours`);
}
