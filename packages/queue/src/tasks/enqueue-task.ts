import { type JobSight, priorityNumber, reconcile, type Task, type TaskId } from '@opencode-commander/task';
import type { Queue } from 'bullmq';
import type { Queues, TaskJobData } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import type { TaskStore } from '../store/task-store.ts';
import { isEnded, isToDo, jobIdOf, taskQueues } from './task-queues.ts';

/**
 * Sees to it that exactly one job will run a queued task, however often and by however many it is called. The job of an
 * earlier, ended run is replaced; what lives already stays.
 */
export async function enqueueTask(
  queues: Queues,
  { id, priority }: Pick<Task, 'id' | 'priority'>,
): Promise<void> {
  await orRedisError(() => addJob(queues, { id, priority }));
}

async function addJob(queues: Queues, { id, priority }: Pick<Task, 'id' | 'priority'>): Promise<void> {
  const jobId = jobIdOf(id);
  for (const queue of await taskQueues(queues)) {
    if (await isToDo(queue, jobId)) return;
  }
  await queues.tasks.add('run', { taskId: id }, { jobId, priority: priorityNumber(priority) });
}

/**
 * Sees to the jobs of tasks that are queued or run: a process died between storing a task and enqueuing it, or a run's job
 * failed or was lost while the record still says that it runs; what waits for other issues should have none. Returns the ids
 * of those that got one. Cheap enough for every tick of the poller.
 */
export async function enqueueMissing(
  queues: Queues,
  store: Pick<TaskStore, 'list' | 'get'>,
): Promise<TaskId[]> {
  const unended = await store.list({ statuses: ['queued', 'dispatched', 'running'] });
  const all = await orRedisError(() => taskQueues(queues));
  const jobs = await Promise.all(unended.map(({ id }) => seeJob(all, id)));
  const rules = unended.map((record, i) => reconcile({ record, job: jobs[i] ?? 'none' }).rule);
  for (const [i, { id }] of unended.entries()) if (rules[i] === 'drop_job') await dropTask(queues, id);
  const missing: TaskId[] = [];
  // Oldest first, so that they keep their order within a priority.
  for (const task of unended.filter((_, i) => rules[i] === 'enqueue').reverse()) {
    if (!(await isUnchanged(store, task))) continue;
    await enqueueTask(queues, task);
    missing.push(task.id);
  }
  return missing;
}

/**
 * For when a task's job has ended: whoever queued the task while that job still was under way found it there and added none.
 * Throws RedisError.
 */
export async function enqueueAgain(queues: Queues, store: Pick<TaskStore, 'get'>, id: TaskId): Promise<void> {
  const task = await store.get(id);
  if (task?.status !== 'queued' || task.waitsFor?.kind === 'dependencies') return;
  await enqueueTask(queues, task);
}

/** The job that is still to be done, if any queue has one. */
async function seeJob(all: readonly Queue<TaskJobData>[], id: TaskId): Promise<JobSight> {
  let seen: JobSight = 'none';
  for (const queue of all) {
    const state = await orRedisError(() => queue.getJobState(jobIdOf(id)));
    if (state === 'unknown') continue;
    if (!isEnded(state)) return state === 'active' || state === 'delayed' ? state : 'waiting';
    seen = 'ended';
  }
  return seen;
}

/** A run writes its outcome into the record before its job ends: a job that just ended may have been read too early. */
async function isUnchanged(store: Pick<TaskStore, 'get'>, { id, status, epoch }: Task): Promise<boolean> {
  const now = await store.get(id);
  return now?.status === status && now.epoch === epoch;
}

/** Takes a task's job away again, unless it runs already. Throws RedisError. */
export async function dropTask(queues: Queues, id: TaskId): Promise<void> {
  await orRedisError(async () => {
    for (const queue of await taskQueues(queues)) await queue.remove(jobIdOf(id));
  });
}

/** The task's place in its queue, 1 for the next one; null when no job of it waits. Throws RedisError. */
export function positionOf(queues: Queues, id: TaskId): Promise<number | null> {
  return orRedisError(() => findPosition(queues, id));
}

async function findPosition(queues: Queues, id: TaskId): Promise<number | null> {
  for (const queue of await taskQueues(queues)) {
    const position = await positionIn(queues, queue, jobIdOf(id));
    if (position !== null) return position;
  }
  return null;
}

async function positionIn(
  { redis }: Queues,
  queue: Queue<TaskJobData>,
  jobId: string,
): Promise<number | null> {
  const [inFront, index, rank] = await Promise.all([
    redis.llen(queue.toKey('wait')),
    redis.lpos(queue.toKey('wait'), jobId),
    redis.zrank(queue.toKey('prioritized'), jobId),
  ]);
  // Jobs that lost their worker wait in a list in front of all others, the next one at its end.
  if (index !== null) return inFront - index;
  return rank === null ? null : inFront + rank + 1;
}
