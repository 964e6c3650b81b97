import type { TaskId } from '@opencode-commander/task';
import type { Job, JobState, Queue } from 'bullmq';
import type { Keyspace } from '../keyspace.ts';
import type { Queues, TaskJobData } from '../queues.ts';
import { readJob } from '../read-job.ts';
import { defineScript } from '../redis/define-script.ts';
import { keyPrefix } from '../store/store-keys.ts';

const JOB_PREFIX = 'run-';
const JOB_LISTS = ['wait', 'paused', 'prioritized', 'delayed', 'active'];
const REMAINS = ['meta', 'id', 'events', 'marker', 'pc', 'stalled', 'stalled-check'];

const forget = defineScript('forget-host', 1 + JOB_LISTS.length + REMAINS.length);

export function jobIdOf(id: TaskId): string {
  return `${JOB_PREFIX}${id}`;
}

export function taskIdOf(jobId: string): TaskId {
  return jobId.slice(JOB_PREFIX.length);
}

/** All queues in which a task may have its job: the one for every host first, then those of the hosts. */
export async function taskQueues(queues: Queues): Promise<Queue<TaskJobData>[]> {
  const hosts = await queues.redis.smembers(hostsKey(queues));
  return [queues.tasks, ...hosts.sort().map((host) => queues.onHost(host))];
}

/** The hosts that have a queue of their own. */
export function knownHosts(keyspace: Keyspace): Promise<string[]> {
  return keyspace.redis.smembers(hostsKey(keyspace));
}

/** Before anything is put into the host's queue: from now on everybody looks there too. */
export async function noteHost(keyspace: Keyspace, host: string): Promise<void> {
  await keyspace.redis.sadd(hostsKey(keyspace), host);
}

/** Forgets a host unless there is a job in its queue; jobs that have ended there are removed. */
export async function forgetHost(queues: Queues, host: string): Promise<void> {
  const queue = queues.onHost(host);
  await Promise.all([queue.clean(0, 0, 'completed'), queue.clean(0, 0, 'failed')]);
  const keys = [...JOB_LISTS, ...REMAINS].map((name) => queue.toKey(name));
  await forget(queues.redis, [hostsKey(queues), ...keys], [host]);
}

/** The task's job that has not ended, wherever it is. */
export async function findJob(queues: Queues, id: TaskId): Promise<Job<TaskJobData | null> | null> {
  for (const queue of await taskQueues(queues)) {
    const job = await readJob(queues.redis, queue, jobIdOf(id));
    if (job !== undefined && !isEnded(await job.getState())) return job;
  }
  return null;
}

/**
 * Whether a job is still to be done here. One that is not is removed, or BullMQ would take a new one for it: one that has
 * ended, or that is in no list because Redis kept half a transaction when its file was cut. Should somebody else replace it
 * at the same moment, at worst theirs is removed before it started, and the caller's takes its place.
 */
export async function isToDo(queue: Queue<TaskJobData>, jobId: string): Promise<boolean> {
  const state = await queue.getJobState(jobId);
  if (!isEnded(state) && state !== 'unknown') return true;
  await queue.remove(jobId);
  return false;
}

export function isEnded(state: JobState | 'unknown'): boolean {
  return state === 'completed' || state === 'failed';
}

/** The key that a worker holds as long as it runs the job. */
export function lockKey(queue: Queue<TaskJobData>, jobId: string): string {
  return `${queue.toKey(jobId)}:lock`;
}

function hostsKey({ prefix }: Keyspace): string {
  return `${keyPrefix(prefix)}:task-hosts`;
}
