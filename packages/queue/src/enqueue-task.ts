import { priorityNumber, type Task, type TaskId } from '@opencode-commander/task';
import type { JobState } from 'bullmq';
import { orRedisError } from './or-redis-error.ts';
import type { Queues } from './queues.ts';
import type { TaskStore } from './task-store.ts';

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
  // BullMQ ignores an id it still keeps in its history. Should somebody else replace the job at the same moment, at
  // worst theirs is removed before it started, and the one added here takes its place.
  if (isEnded(await queues.tasks.getJobState(jobId))) await queues.tasks.remove(jobId);
  await queues.tasks.add('run', { taskId: id }, { jobId, priority: priorityNumber(priority) });
}

/**
 * Enqueues the queued tasks that have no job, because a process died between storing a task and enqueuing it. Returns
 * their ids. Cheap enough for every tick of the poller.
 */
export async function enqueueMissing(queues: Queues, store: Pick<TaskStore, 'list'>): Promise<TaskId[]> {
  const queued = await store.list({ statuses: ['queued'] });
  const states = await Promise.all(queued.map(({ id }) => queues.tasks.getJobState(jobIdOf(id))));
  const missing = queued.filter((_, i) => {
    const state = states[i] ?? 'unknown';
    return state === 'unknown' || isEnded(state);
  });
  // Oldest first, so that they keep their order within a priority.
  for (const task of missing.reverse()) await enqueueTask(queues, task);
  return missing.map(({ id }) => id);
}

/** The task's place in the queue, 1 for the next one; null when no job of it waits. */
export async function positionOf({ tasks, redis }: Queues, id: TaskId): Promise<number | null> {
  const jobId = jobIdOf(id);
  const [inFront, place, rank] = await Promise.all([
    redis.llen(tasks.toKey('wait')),
    redis.lpos(tasks.toKey('wait'), jobId),
    redis.zrank(tasks.toKey('prioritized'), jobId),
  ]);
  // Jobs that lost their worker wait in a list in front of all others, the next one at its end.
  if (place !== null) return inFront - place;
  return rank === null ? null : inFront + rank + 1;
}

function jobIdOf(id: TaskId): string {
  return `run-${id}`;
}

function isEnded(state: JobState | 'unknown'): boolean {
  return state === 'completed' || state === 'failed';
}
