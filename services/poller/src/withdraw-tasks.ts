import { GitHubError, type Issue } from '@opencode-commander/github';
import { enqueueWrite, IllegalTransitionError, StaleEpochError } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { Poller } from './poller.ts';
import { tolerate } from './tolerate.ts';
import { triggersOf } from './trigger-labels.ts';

/** The open issues with a trigger label that a tick saw in a repository. */
export type Sighting = { repoId: number; numbers: readonly number[] };

/** Cancels the queued tasks whose issue is closed, gone, or has lost the label that made them; the others come back. */
export async function withdrawTasks(
  poller: Poller,
  queued: readonly Task[],
  sightings: readonly Sighting[],
): Promise<Task[]> {
  const visited = new Map(sightings.map(({ repoId, numbers }) => [repoId, new Set(numbers)]));
  const left: Task[] = [];
  for (const task of queued) {
    const numbers = visited.get(task.source.repoId);
    // Nothing is known of a repository that could not be read, and an issue that was seen still asks.
    const missing = numbers !== undefined && !numbers.has(task.source.number);
    const withdrawn = missing && (await tolerate(poller, task.id, () => withdraw(poller, task)));
    if (!withdrawn) left.push(task);
  }
  await poller.memory.keepLabelled(left.map(({ id }) => id));
  return left;
}

async function withdraw(poller: Poller, task: Task): Promise<boolean> {
  const { repo, number } = task.source;
  const issue = await poller.github.getIssue(repo, number).catch(nullIfNotFound);
  if (await stillAsks(poller, task, issue)) return false;
  const at = poller.now().toISOString();
  // Before the change: after a crash in between it would look like a person's cancellation.
  await poller.memory.rememberWithdrawal(task.id, at);
  try {
    await poller.store.change({
      id: task.id,
      epoch: task.epoch,
      status: 'cancelled',
      at,
      message: 'withdrawn',
    });
  } catch (error) {
    // A dispatcher was faster: the task runs.
    if (error instanceof StaleEpochError || error instanceof IllegalTransitionError) return false;
    throw error;
  }
  poller.log.info({ task: task.id }, 'withdrawn: its issue no longer asks for it');
  await enqueueWrite(poller.queues, { kind: 'status', taskId: task.id });
  return true;
}

/** A task that did not come from a label (`commander run`) needs none to stay. */
async function stillAsks({ memory, config }: Poller, task: Task, issue: Issue | null): Promise<boolean> {
  if (issue === null || issue.state === 'closed') return false;
  if (triggersOf(issue.labels, config.github.triggerLabel).length > 0) return true;
  return !(await memory.isLabelled(task.id));
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof GitHubError && error.kind === 'not_found') return null;
  throw error;
}
