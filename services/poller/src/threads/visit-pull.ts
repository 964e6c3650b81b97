import type { PullState, Trust } from '@opencode-commander/github';
import type { PullLink } from '@opencode-commander/queue';
import { decidePull } from '@opencode-commander/task';
import { carryOutPull } from '../decisions/carry-out-pull.ts';
import { endPull } from '../decisions/end-pull.ts';
import { reopenPull } from '../decisions/reopen-pull.ts';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import { reconcileRounds } from '../rebuild/reconcile-rounds.ts';
import { askForState } from './ask-for-state.ts';
import { countQuestions } from './count-questions.ts';
import { decisionRules } from './decision-rules.ts';
import { readPullThread } from './read-pull-thread.ts';

export type PullVisit = {
  place: ThreadPlace;
  link: PullLink;
  /** It is watched; else it has ended. */
  watched: boolean;
  /** As this tick has seen it; null: it is new to this tick. */
  state: PullState | null;
  trust: Trust;
};

/** Reads a pull request of ours, decides, and does it. */
export async function visitPull(poller: Poller, { place, link, trust, ...visit }: PullVisit): Promise<void> {
  const root = await poller.store.get(link.taskId);
  // It is rebuilt from its issue, which has been noted.
  if (root === null) return;
  const pull = visit.state ?? (await askForState(poller, { nodeId: link.nodeId, kind: 'pull' }));
  if (pull === null) return;
  const url = root.prUrl ?? `${root.source.url.replace(/\/issues\/\d+$/, '')}/pull/${link.number}`;
  const read = await readPullThread(poller, { place, nodeId: link.nodeId, url, state: pull }, trust);
  const { thread, latest: found } = await reconcileRounds(poller, { place, root, thread: read });
  const latest = await countQuestions(poller, found, thread.comments);
  const decisions = decidePull({ thread, root, latest, rules: decisionRules(poller) });
  const issue = { ...place, number: root.source.number };
  const occasion = { place, issue, rootId: root.id, thread, root, latest };
  await carryOutPull(poller, decisions, occasion);
  // Also what a process that died in the middle of it has left.
  if (thread.state !== 'open' && visit.watched) await endPull(poller, thread.state, occasion);
  if (thread.state === 'open' && !visit.watched) await reopenPull(poller, occasion);
}
