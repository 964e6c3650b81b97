import { GitHubError, type IssueState, type PullState } from '@opencode-commander/github';
import type { PullLink } from '@opencode-commander/queue';
import { issueNumberOf, isTerminal, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import type { RepositoryRules } from '../repositories/repository-rules.ts';
import { latestRound } from '../threads/latest-round.ts';
import { followSource } from './follow-source.ts';
import type { OpenThing } from './open-thing.ts';
import { stopLost } from './stop-lost.ts';
import { whyNotServed } from './why-not-served.ts';

export type LinkToFollow = {
  link: PullLink;
  state: IssueState | PullState | null | undefined;
  rules: RepositoryRules;
};

/** Sees whether a pull request of ours still may be worked on; null when not. */
export async function followPull(
  poller: Poller,
  { link, state, rules }: LinkToFollow,
): Promise<OpenThing | null> {
  const root = await poller.store.get(link.taskId);
  if (root === null) {
    await noteLost(poller, link, state?.repository.fullName ?? null);
    return null;
  }
  const latest = await latestRound(poller, root);
  if (state === null || state === undefined) return seeToGone(poller, { link, root, latest });
  const reason = whyNotServed(state.repository, rules);
  if (reason !== null) {
    await stopFollowUp(poller, { root, latest }, reason);
    return null;
  }
  if (state.kind !== 'pull') return null;
  const repo = state.repository.fullName;
  for (const task of latest === root ? [root] : [root, latest]) await followSource(poller, task, repo);
  const { nodeId, number, repoId } = link;
  return { place: { repoId, repo, number }, nodeId, state, likeness: likenessOf(state, latest), since: null };
}

/** Redis has lost the task, or let it expire: its issue is looked at, from which it is rebuilt. */
async function noteLost(poller: Poller, link: PullLink, repo: string | null): Promise<void> {
  const { repoId, taskId } = link;
  if (repo === null) return poller.store.unlinkPull(link);
  // Once in a while: an issue that is gone brings nothing back.
  if (!(await poller.memory.isDueAgain(`${taskId}:lost`))) return;
  await poller.memory.addPending([{ repoId, repo, number: issueNumberOf(taskId) }]);
}

/** Once a follow-up has ended, what waited for that is looked at. */
function likenessOf({ updatedAt, state, headSha, mergeable, checks }: PullState, latest: Task): string {
  return JSON.stringify([updatedAt, state, headSha, mergeable, checks, latest.id, isTerminal(latest.status)]);
}

type Rounds = { root: Task; latest: Task };

async function stopFollowUp(poller: Poller, { root, latest }: Rounds, reason: string): Promise<void> {
  if (latest.id === root.id || isTerminal(latest.status)) return;
  await stopLost(poller, latest, reason);
}

/** GitHub knows no such pull request, at least not to us. */
async function seeToGone(poller: Poller, { link, ...rounds }: Rounds & { link: PullLink }): Promise<null> {
  try {
    await poller.github.getPull(rounds.root.source.repo, link.number);
  } catch (error) {
    if (!(error instanceof GitHubError && error.kind === 'not_found')) throw error;
    await stopFollowUp(poller, rounds, 'its pull request is gone');
    await poller.store.unlinkPull(link);
  }
  return null;
}
