import type { Issue, Repository } from '@opencode-commander/github';
import { enqueueTask, enqueueWrite } from '@opencode-commander/queue';
import { labelChanges, newTask, type Task, taskId } from '@opencode-commander/task';
import type { Poller } from './poller.ts';
import { refuseIssue } from './refuse-issue.ts';
import { showsOutcome } from './shows-outcome.ts';
import { isVouchedFor } from './trust.ts';

export type FoundIssue = { repository: Repository; issue: Issue };

/** Turns a labelled issue into a task, exactly once: the id follows from the issue, and only one creation succeeds. */
export async function takeIssue(poller: Poller, { repository, issue }: FoundIssue): Promise<void> {
  const { id: repoId, fullName: repo } = repository;
  const { host } = poller.config.github;
  const id = taskId({ host, repoId, number: issue.number, round: 0 });
  const known = await poller.store.get(id);
  if (known !== null) return keepGoing(poller, known, issue);
  if (showsOutcome(issue.labels)) return;
  if (!(await isVouchedFor(poller, repo, issue)))
    return refuseIssue(poller, { id, repo, number: issue.number });
  const task = newTask({ host, issue: { ...issue, repoId, repo }, now: poller.now() });
  if ((await poller.store.create(task)) === 'exists') return;
  poller.log.info({ task: id, issue: issue.url }, 'taken');
  await enqueue(poller, task);
}

/** A process may have died after it changed the task and before it asked for the labels: they are seen to again. */
async function keepGoing({ memory, queues }: Poller, task: Task, issue: Issue): Promise<void> {
  if (task.status === 'queued') await memory.rememberLabelled(task.id);
  const { add, remove } = labelChanges(issue.labels, task.status);
  if (add.length + remove.length > 0 && (await memory.mayRepair(task.id)))
    await enqueueWrite(queues, { kind: 'status', taskId: task.id });
}

async function enqueue({ queues, memory }: Poller, task: Task): Promise<void> {
  await enqueueTask(queues, task);
  await memory.rememberLabelled(task.id);
  await enqueueWrite(queues, { kind: 'status', taskId: task.id });
}
