import type { Issue, Trust } from '@opencode-commander/github';
import { decideIssue, showsStatus, type TaskId, taskId } from '@opencode-commander/task';
import { carryOutIssue } from '../decisions/carry-out-issue.ts';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import { findLink } from '../rebuild/find-link.ts';
import { reconcileIssue } from '../rebuild/reconcile-issue.ts';
import { seeToWait } from '../waiting/see-to-dependencies.ts';
import { countQuestions } from './count-questions.ts';
import { decisionRules } from './decision-rules.ts';
import { openFollowUp } from './open-follow-up.ts';
import { readIssueThread } from './read-issue-thread.ts';
import { showsOutcome } from './shows-outcome.ts';
import { triggersOf } from './trigger-labels.ts';

export type IssueVisit = {
  place: ThreadPlace;
  /** As a listing has just told; null: it has to be read. */
  issue: Issue | null;
  trust: Trust;
};

/** Reads an issue that asks for work, or did, decides, and does it. */
export async function visitIssue(poller: Poller, { place, trust, ...visit }: IssueVisit): Promise<void> {
  const { github, store, memory, config } = poller;
  const { repo, repoId, number } = place;
  const issue = visit.issue ?? (await github.getIssue(repo, number));
  const rootId = taskId({ host: config.github.host, repoId, number, round: 0 });
  const before = await store.get(rootId);
  const asks = issue.state === 'open' && triggersOf(issue.labels, config.github.triggerLabel).length > 0;
  const isWork = before !== null || asks || (await mayHaveHadTask(poller, issue, rootId));
  if (issue.isPullRequest || !isWork) return;
  const reading = await readIssueThread(poller, { place, rootId, issue, task: before }, trust);
  const { look } = reading;
  const { thread, task: found } = await reconcileIssue(poller, {
    ...{ place, rootId, reading, labels: issue.labels },
    task: await store.get(rootId),
  });
  const task = found && (await countQuestions(poller, found, thread.comments));
  // The record has expired, but the label says what came of it; the trigger label alone must not start the work again.
  const isOver = !asks || (showsOutcome(issue.labels) && !thread.asksAnew);
  if (task === null && isOver) return memory.rememberLook(place, look);
  const followUp = task === null ? null : await openFollowUp(poller, task);
  const decisions = decideIssue({ thread, task, followUp, rules: decisionRules(poller) });
  await carryOutIssue(poller, decisions, { place, issue: place, rootId, thread });
  await memory.rememberLook(place, look);
  if (task === null) return;
  const now = (await store.get(rootId)) ?? task;
  // What was rebuilt knows what it waited for.
  if (before !== null) await seeToWait(poller, now);
}

/** Redis may have lost its task: the labels show one, or a pull request is watched for it. */
async function mayHaveHadTask(poller: Poller, { labels }: Issue, rootId: TaskId): Promise<boolean> {
  return showsStatus(labels) || (await findLink(poller, rootId)) !== null;
}
