import type { Task, TaskId } from '@opencode-commander/task';
import { priorityNumber } from '@opencode-commander/task';
import type { Queue } from 'bullmq';
import type { Queues, TaskJobData } from '../queues.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import {
  forgetHost,
  isToDo,
  jobIdOf,
  knownHosts,
  lockKey,
  noteHost,
  taskIdOf,
  taskQueues,
} from './task-queues.ts';

const takeLock = defineScript('take-lock', 2);

/** Puts a task that is to go on where its container is into that host's queue. Throws RedisError. */
export async function enqueueOnHost(
  queues: Queues,
  { id, priority }: Pick<Task, 'id' | 'priority'>,
  host: string,
): Promise<void> {
  await orRedisError(async () => {
    await noteHost(queues, host);
    await addTo(queues.onHost(host), id, priorityNumber(priority));
    // Somebody may have forgotten it in between, when its queue was empty still.
    await noteHost(queues, host);
  });
}

async function addTo(queue: Queue<TaskJobData>, id: TaskId, priority: number): Promise<void> {
  const jobId = jobIdOf(id);
  if (await isToDo(queue, jobId)) return;
  await queue.add('run', { taskId: id }, { jobId, priority });
}

/** Whether a worker of another queue than `here`, null: of any, runs the task's job at this moment. Throws RedisError. */
export function isRunElsewhere(queues: Queues, id: TaskId, here: string | null): Promise<boolean> {
  return orRedisError(async () => {
    const others = (await taskQueues(queues)).filter(({ name }) => name !== here);
    const locks = others.map((queue) => lockKey(queue, jobIdOf(id)));
    return locks.length > 0 && (await queues.redis.exists(...locks)) > 0;
  });
}

/**
 * Has any host run what waits for hosts that are gone, or that take no work for `patienceMs`: `isGone` tells them. Returns
 * the tasks. Throws RedisError.
 */
export function freeHostQueues(queues: Queues, isGone: (host: string) => boolean): Promise<TaskId[]> {
  return orRedisError(async () => {
    const gone = (await knownHosts(queues)).filter(isGone);
    return (await Promise.all(gone.map((host) => freeHostQueue(queues, host)))).flat();
  });
}

async function freeHostQueue(queues: Queues, host: string): Promise<TaskId[]> {
  const queue = queues.onHost(host);
  // A queue that somebody has paused would hold back what is put there when the host comes back.
  if (await queue.isPaused()) await queue.resume();
  // By their ids: a job that Redis has lost, or that cannot be read, would hold its task here for ever.
  const ids = await queue.getRanges(['wait', 'prioritized', 'delayed', 'active'], 0, -1);
  const freed: TaskId[] = [];
  for (const id of ids) {
    const priority = await queues.redis.hget(queue.toKey(id), 'priority');
    // One that somebody runs stays; of several who free the same job one does. A crash here leaves a task without a job,
    // which the poller sees, and so does a job that is lost.
    if ((await queue.remove(id)) === 0 || priority === null) continue;
    await addTo(queues.tasks, taskIdOf(id), Number(priority));
    freed.push(taskIdOf(id));
  }
  await forgetHost(queues, host);
  return freed;
}

/**
 * Has the tasks that a dead dispatcher of this host ran taken up by another one of the host, at once: nobody needs to wait
 * until its locks have run out. Only for one that is known to be dead. Throws RedisError.
 */
export function putBackRuns(
  queues: Queues,
  { dispatcher, host }: { dispatcher: string; host: string },
): Promise<TaskId[]> {
  return orRedisError(async () => {
    const putBack: TaskId[] = [];
    for (const queue of await taskQueues(queues)) {
      for (const id of await queue.getRanges(['active'], 0, -1))
        if (await moveToHost(queues, { queue, id, dispatcher, host })) putBack.push(taskIdOf(id));
    }
    return putBack;
  });
}

type Moving = { queue: Queue<TaskJobData>; id: string; dispatcher: string; host: string };

/** Of several who see the same death one does it. */
async function moveToHost(queues: Queues, { queue, id, dispatcher, host }: Moving): Promise<boolean> {
  const taken = await takeLock(queues.redis, [lockKey(queue, id), queue.toKey(id)], [dispatcher]);
  if (taken !== 1) return false;
  const priority = await queues.redis.hget(queue.toKey(id), 'priority');
  if ((await queue.remove(id)) === 0) return false;
  await noteHost(queues, host);
  await addTo(queues.onHost(host), taskIdOf(id), Number(priority));
  await noteHost(queues, host);
  return true;
}
