import type { Issue, Repository } from '@opencode-commander/github';
import {
  enqueueTask,
  enqueueWrite,
  IllegalTransitionError,
  StaleEpochError,
} from '@opencode-commander/queue';
import { labelChanges, newTask, type Task, taskId } from '@opencode-commander/task';
import type { Poller } from './poller.ts';
import { refuseIssue } from './refuse-issue.ts';
import { showsOutcome } from './shows-outcome.ts';
import { isVouchedFor } from './trust.ts';

export type FoundIssue = { repository: Repository; issue: Issue };

/**
 * Turns a labelled issue into a task, exactly once: the id follows from the issue, and only one creation succeeds. A task
 * that was withdrawn comes back when its issue asks again.
 */
export async function takeIssue(poller: Poller, { repository, issue }: FoundIssue): Promise<void> {
  const { id: repoId, fullName: repo } = repository;
  const { host } = poller.config.github;
  const id = taskId({ host, repoId, number: issue.number, round: 0 });
  const known = await poller.store.get(id);
  if (known !== null && !(await isWithdrawn(poller, known))) return keepGoing(poller, known, issue);
  if (known === null && showsOutcome(issue.labels)) return;
  if (!(await isVouchedFor(poller, repo, issue)))
    return refuseIssue(poller, { id, repo, number: issue.number });
  const fresh = newTask({ host, issue: { ...issue, repoId, repo }, now: poller.now() });
  const task = known === null ? await create(poller, fresh) : await revive(poller, known, fresh);
  if (task === null) return;
  poller.log.info({ task: id, issue: issue.url }, 'taken');
  await enqueue(poller, task);
}

async function create({ store }: Poller, task: Task): Promise<Task | null> {
  return (await store.create(task)) === 'created' ? task : null;
}

async function isWithdrawn({ memory }: Poller, { id, status, finishedAt }: Task): Promise<boolean> {
  return status === 'cancelled' && finishedAt !== null && (await memory.wasWithdrawn(id, finishedAt));
}

/** Puts a withdrawn task back, with the issue's text of now; null when another poller was faster. */
async function revive({ store, memory }: Poller, { id, epoch }: Task, fresh: Task): Promise<Task | null> {
  const { title, body, bodyHash, priority, createdAt: at } = fresh;
  const patch = { title, body, bodyHash, priority };
  try {
    const task = await store.change({
      id,
      epoch,
      status: 'queued',
      patch,
      at,
      message: 'its issue asks again',
    });
    await memory.forgetWithdrawal(id);
    return task;
  } catch (error) {
    if (error instanceof IllegalTransitionError || error instanceof StaleEpochError) return null;
    throw error;
  }
}

/** A process may have died after it changed the task and before it asked for the labels: they are seen to again. */
async function keepGoing({ memory, queues }: Poller, task: Task, issue: Issue): Promise<void> {
  if (task.status === 'queued') await memory.rememberLabelled(task.id);
  const { add, remove } = labelChanges(issue.labels, task);
  if (add.length + remove.length > 0 && (await memory.mayRepair(task.id)))
    await enqueueWrite(queues, { kind: 'status', taskId: task.id });
}

async function enqueue({ queues, memory }: Poller, task: Task): Promise<void> {
  await enqueueTask(queues, task);
  await memory.rememberLabelled(task.id);
  await enqueueWrite(queues, { kind: 'status', taskId: task.id });
}
