import type { Issue } from '@opencode-commander/github';
import { enqueueWrite } from '@opencode-commander/queue';
import { decideIssue, labelChanges, taskId } from '@opencode-commander/task';
import { carryOutIssue } from '../decisions/carry-out-issue.ts';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import { seeToWait } from '../waiting/see-to-dependencies.ts';
import { readIssueThread } from './read-issue-thread.ts';
import { decisionRules } from './rules.ts';
import { showsOutcome } from './shows-outcome.ts';
import { triggersOf } from './trigger-labels.ts';
import type { Trust } from './trust.ts';

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
  if (issue.isPullRequest || (before === null && !asks)) return;
  const { thread, look } = await readIssueThread(poller, { place, issue, task: before }, trust);
  const task = await store.get(rootId);
  // The record has expired, but the label says what came of it; the trigger label alone must not start the work again.
  if (task === null && showsOutcome(issue.labels) && !thread.asksAnew)
    return memory.rememberLook(place, look);
  const decisions = decideIssue({ thread, task, rules: decisionRules(poller) });
  const asksAboutText = decisions.some((decision) => decision.do === 'ask_about_edit');
  await carryOutIssue(poller, decisions, { place, issue: place, rootId, thread, asksAboutText });
  await memory.rememberLook(place, look);
  await seeToTask(poller, rootId, issue);
}

/** What may have been left half done, or changed for reasons of its own. */
async function seeToTask(poller: Poller, id: string, issue: Issue): Promise<void> {
  const task = await poller.store.get(id);
  if (task === null) return;
  await seeToWait(poller, task);
  const { add, remove } = labelChanges(issue.labels, task);
  if (add.length + remove.length > 0 && (await poller.memory.mayRepair(id)))
    await enqueueWrite(poller.queues, { kind: 'status', taskId: id });
}
