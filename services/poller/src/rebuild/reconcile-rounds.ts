import {
  newFollowUp,
  readShown,
  reconcile,
  restoreTask,
  type Shown,
  type Standing,
  type Task,
  taskId,
} from '@opencode-commander/task';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import type { PullReading } from '../threads/read-pull-thread.ts';
import { askedOn, markHeard, statusAt } from './mark-heard.ts';
import { putBack } from './put-back.ts';
import { sayMissing } from './say-missing.ts';
import { showStatus } from './show-status.ts';

export type RoundsToReconcile = { place: ThreadPlace; root: Task; thread: PullReading };

/** Brings the follow-ups of a pull request to what GitHub shows, round by round; gives the task of the highest round. */
export async function reconcileRounds(
  poller: Poller,
  { place, root, thread }: RoundsToReconcile,
): Promise<{ thread: PullReading; latest: Task }> {
  const rounds: Task[] = [root];
  let isRebuilt = false;
  for (let parent = root; ; ) {
    const id = taskId({ ...root.source, round: parent.round + 1 });
    const record = await poller.store.get(id);
    const shown = readShown(id, thread.comments, null);
    const rule = reconcile({ record, shown });
    const standing = rule.rule === 'restore' ? rule.standing : null;
    const wanted = standing && restoredRound(poller, { root, parent, thread }, standing);
    const task = wanted ? await putBack(poller, wanted, { over: record, memo: shown.memo }) : record;
    if (task === null) break;
    isRebuilt ||= wanted !== null;
    await settle(poller, task, shown);
    rounds.push(task);
    parent = task;
  }
  const latest = rounds.at(-1) ?? root;
  return { latest, thread: isRebuilt ? await markRounds(poller, { place, thread }, rounds) : thread };
}

async function settle(poller: Poller, task: Task, shown: Shown): Promise<void> {
  const rule = reconcile({ record: task, shown });
  if (rule.rule === 'say') await sayMissing(poller, task, rule.operation);
  await showStatus(poller, task, { shown, labels: null });
}

type Rebuilding = Omit<RoundsToReconcile, 'place'> & { parent: Task };

/** Null when GitHub does not tell what called for it: then that calls for it again. */
function restoredRound(
  poller: Poller,
  { root, parent, thread }: Rebuilding,
  standing: Standing,
): Task | null {
  const followUp = standing.memo?.followUp ?? null;
  if (followUp === null) return null;
  const pull = { number: thread.number, nodeId: thread.nodeId, url: thread.url };
  const { humanMs } = poller.config.timeouts;
  const round = { round: parent.round + 1, ask: false, now: poller.now(), humanMs };
  return restoreTask(newFollowUp({ ...round, parent, root, pull, followUp }), standing);
}

async function markRounds(
  poller: Poller,
  { place, thread }: Omit<RoundsToReconcile, 'root'>,
  rounds: readonly Task[],
): Promise<PullReading> {
  const { comments, reviews, remarks } = thread;
  const latest = rounds.at(-1);
  const asked = latest && askedOn(comments, latest);
  const heard = await markHeard(poller, place, {
    ...{ comments, reviews, remarks },
    soFar: {
      place: 'pull_request',
      triggers: new Set(rounds.flatMap(({ followUp }) => followUp?.triggers ?? [])),
      written: operationsOf(thread),
      statusAt: statusAt(comments),
      askedAt: asked?.createdAt ?? null,
    },
  });
  return { ...thread, ...heard };
}

function operationsOf({ comments }: PullReading): Set<string> {
  return new Set(comments.flatMap(({ ours }) => ours?.operation ?? []));
}
