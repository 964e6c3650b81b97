import { isDeepStrictEqual } from 'node:util';
import {
  enqueueWrite,
  isRunElsewhere,
  PostponeJob,
  releasePreemption,
  type TaskJob,
} from '@opencode-commander/queue';
import { isTerminal, type Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { isRunning } from '../is-running.ts';
import { Run } from '../run.ts';
import { findHostWait } from './find-host-wait.ts';
import { findPauseWait } from './find-pause-wait.ts';
import { findQuotaWait } from './find-quota-wait.ts';
import { findRepositoryWait } from './find-repository-wait.ts';
import { sendHome } from './send-home.ts';
import type { Wait } from './wait.ts';

/**
 * Claims the job's task for this dispatcher under a new epoch; null when there is nothing to run: it has ended, or waits
 * for a person. Throws PostponeJob when its time has not come.
 */
export async function claimRun(context: DispatcherContext, job: TaskJob): Promise<Run | null> {
  const { store, queues, config, now } = context;
  const found = await store.get(job.taskId);
  if (found === null) return null;
  if (isTerminal(found.status) || found.status === 'waiting_human') {
    // Whoever wrote so may have died before it could say so.
    await enqueueWrite(queues, { kind: 'status', taskId: found.id });
    return null;
  }
  // A job too many, from a moment when it was in doubt where the task goes on.
  if (found.status !== 'queued' && (await isRunElsewhere(queues, found.id, job.queue))) return null;
  if (await sendHome(context, found)) return null;
  const task = await takeFromDead(context, found);
  // Who waits for other issues has no job until they are closed.
  if (task.waitsFor?.kind === 'dependencies') return null;
  const wait = await findWait(context, task);
  if (wait !== null) throw await postpone(context, task, wait);
  const host = config.hostName;
  const message = `claimed by ${host}`;
  const claimed = await store.claim({
    id: task.id,
    host,
    dispatcher: context.id,
    at: now().toISOString(),
    message,
  });
  if (claimed.priority === 'critical') await releasePreemption(context.queues, claimed.id);
  return new Run(context, claimed, job.signal);
}

async function findWait(context: DispatcherContext, task: Task): Promise<Wait | null> {
  const onOthers =
    (await findPauseWait(context, task)) ??
    (await findQuotaWait(context, task)) ??
    (await findRepositoryWait(context, task));
  return onOthers ?? (isHere(context, task) ? null : findHostWait(context, task));
}

/** Its container has what the host may lack for a new one. */
function isHere({ config }: DispatcherContext, { host, containerId }: Task): boolean {
  return host === config.hostName && containerId !== null;
}

/** A task that is still marked as running belongs to a dispatcher that died; the claim after this fences it out. */
async function takeFromDead(context: DispatcherContext, task: Task): Promise<Task> {
  const { id, epoch, status } = task;
  if (status === 'queued') return task;
  const hasDied = await hasItsDispatcherDied(context, task);
  const message = hasDied ? 'its dispatcher died' : 'its dispatcher has lost it';
  const patch = { crashes: task.crashes + (hasDied ? 1 : 0) };
  return context.store.change({
    id,
    epoch,
    status: 'queued',
    message,
    patch,
    at: context.now().toISOString(),
  });
}

/** One that was frozen, or cut off, has not died of the task: silence alone says nothing of another host's. */
async function hasItsDispatcherDied(
  context: DispatcherContext,
  { dispatcher, host }: Task,
): Promise<boolean> {
  const { hosts, config } = context;
  await hosts.look();
  const isOfThisHost = host === config.hostName;
  const found = dispatcher === null ? null : hosts.find(dispatcher);
  if (found === null) return isOfThisHost;
  const isThere = isRunning(found, context);
  // The host was booted anew since, or it was in a container of its own.
  if (isThere === null) return isOfThisHost && hosts.isDead(found);
  return !isThere;
}

/** The record and the issue say why, once: the same task comes here again and again. */
async function postpone(
  context: DispatcherContext,
  task: Task,
  { waitsFor, forMs, message }: Wait,
): Promise<PostponeJob> {
  const { store, queues, now } = context;
  const { id, epoch, waitsFor: before } = task;
  if (!isDeepStrictEqual(waitsFor, before)) {
    await store.change({ id, epoch, at: now().toISOString(), patch: { waitsFor } });
    await enqueueWrite(queues, { kind: 'status', taskId: id });
  }
  // Whoever resumes it from now on finds that it waits; before, nobody could.
  const isOver = waitsFor.kind === 'pause' && (await findPauseWait(context, task)) === null;
  return new PostponeJob(isOver ? 0 : forMs, message);
}
