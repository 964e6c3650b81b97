import { changeTask } from '@opencode-commander/control';
import { GitHubError, type IssueState, type PullState } from '@opencode-commander/github';
import type { Task } from '@opencode-commander/task';
import { repairStatus } from '../outbox/repair-status.ts';
import type { Poller } from '../poller.ts';
import type { RepositoryRules } from '../repositories/repository-rules.ts';
import { followSource } from './follow-source.ts';
import type { OpenThing } from './open-thing.ts';
import { stopLost } from './stop-lost.ts';
import { whyNotServed } from './why-not-served.ts';

export type OpenWork = {
  /** The issue's own task. */
  root: Task;
  /** What is queued, runs or waits: the same, or a follow-up. */
  task: Task;
};

export type TaskToFollow = OpenWork & {
  /** As GitHub says; null: it knows no such issue, undefined: it was not asked. */
  state: IssueState | PullState | null | undefined;
  rules: RepositoryRules;
};

/** Sees whether the issue of what is open still is where it was, and may be worked on; null when not. */
export async function followIssue(
  poller: Poller,
  { root, task, state, rules }: TaskToFollow,
): Promise<OpenThing | null> {
  const { repoId, number, nodeId } = root.source;
  if (state === undefined || nodeId === null) return learnNodeId(poller, root);
  const reason = state === null ? await whyUnknown(poller, root) : whyLost(root, state.repository, rules);
  if (reason !== null) {
    await stopLost(poller, task, reason);
    return null;
  }
  if (state?.kind !== 'issue') return null;
  const repo = state.repository.fullName;
  await followSource(poller, root, repo);
  await repairStatus(poller, root, state.labels);
  const { updatedAt, labels, lastEditedAt } = state;
  const likeness = JSON.stringify([updatedAt, state.state, [...labels].sort(), lastEditedAt]);
  return { place: { repoId, repo, number }, nodeId, state, likeness, since: null };
}

function whyLost(
  { source }: Task,
  repository: IssueState['repository'],
  rules: RepositoryRules,
): string | null {
  if (repository.id !== source.repoId) return `its issue was moved to ${repository.fullName}`;
  return whyNotServed(repository, rules);
}

/** Null when GitHub knows the issue after all. */
async function whyUnknown({ github }: Poller, { source }: Task): Promise<string | null> {
  try {
    const issue = await github.getIssue(source.repo, source.number);
    return issue.nodeId === source.nodeId ? null : `its issue was moved: ${issue.url}`;
  } catch (error) {
    if (error instanceof GitHubError && error.kind === 'not_found') return 'its issue is gone';
    throw error;
  }
}

/** What was dispatched by hand may not know it yet; from the next tick on it is asked for like all others. */
async function learnNodeId(poller: Poller, task: Task): Promise<null> {
  const { nodeId } = await poller.github.getIssue(task.source.repo, task.source.number);
  await changeTask(poller, task.id, ({ source }) =>
    source.nodeId === nodeId ? null : { patch: { source: { ...source, nodeId } } },
  );
  return null;
}
