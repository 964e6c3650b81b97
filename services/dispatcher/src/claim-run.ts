import type { TaskJob } from '@opencode-commander/queue';
import { isTerminal, type Task } from '@opencode-commander/task';
import type { DispatcherContext } from './dispatcher-context.ts';
import { Run } from './run.ts';
import { runTimeout, withDeadline } from './run-deadline.ts';

/** Claims the job's task for this dispatcher under a new epoch; null when there is nothing to run any more. */
export async function claimRun(context: DispatcherContext, job: TaskJob): Promise<Run | null> {
  const { store, config, now } = context;
  const found = await store.get(job.taskId);
  if (found === null || isTerminal(found.status)) return null;
  await takeFromDead(context, found);
  const host = config.hostName;
  const message = `claimed by ${host}`;
  const task = await store.claim({ id: found.id, host, at: now().toISOString(), message });
  return new Run(context, task, withDeadline(job.signal, runTimeout(config.timeouts, task.priority)));
}

/** A task that is still marked as running belongs to a dispatcher that died; the claim after this fences it out. */
async function takeFromDead({ store, now }: DispatcherContext, { id, epoch, status }: Task): Promise<void> {
  if (status === 'queued') return;
  await store.change({
    id,
    epoch,
    status: 'queued',
    message: 'its dispatcher died',
    at: now().toISOString(),
  });
}
