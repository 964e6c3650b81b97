import {
  newTask,
  readShown,
  reconcile,
  restoreTask,
  type Shown,
  type Standing,
  type Task,
  type TaskId,
  unvouchedText,
} from '@opencode-commander/task';
import { aboutEdit } from '../decisions/edited-text.ts';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import type { IssueReading } from '../threads/read-issue-thread.ts';
import { findLink } from './find-link.ts';
import { askedOn, markHeard, statusAt } from './mark-heard.ts';
import { putBack } from './put-back.ts';
import { sayMissing } from './say-missing.ts';
import { showStatus } from './show-status.ts';

export type IssueToReconcile = {
  place: ThreadPlace;
  rootId: TaskId;
  reading: IssueReading;
  /** All that are on the issue. */
  labels: readonly string[];
  /** The record, read after the thread was. */
  task: Task | null;
};

/**
 * Brings an issue's own task to what GitHub shows: a record that Redis has lost, or an older one, is written anew, what was
 * never said is said, and its pull request is watched. Gives the task and the thread as they are to be decided on.
 */
export async function reconcileIssue(
  poller: Poller,
  { place, rootId, reading, labels, task }: IssueToReconcile,
): Promise<Pick<IssueReading, 'thread'> & { task: Task | null }> {
  const { thread } = reading;
  const link = await findLink(poller, rootId);
  const pull = link && { number: link.number, nodeId: link.nodeId, state: 'open' as const };
  const shown = readShown(rootId, thread.comments, pull);
  const rule = reconcile({ record: task, shown, watched: link !== null });
  if (rule.rule === 'restore') {
    const wanted = restoredIssue(poller, { place, reading }, rule.standing);
    const restored = await putBack(poller, wanted, { over: task, memo: shown.memo });
    const heard = await markIssue(poller, { place, reading, shown }, restored);
    return { thread: heard, task: await settle(poller, restored, { shown, labels }) };
  }
  return { thread, task: task && (await settle(poller, task, { shown, labels })) };
}

/** What follows from a record that is right. */
async function settle(
  poller: Poller,
  task: Task,
  { shown, labels }: { shown: Shown; labels: readonly string[] },
): Promise<Task> {
  const watched = (await findLink(poller, task.id)) !== null;
  const rule = reconcile({ record: task, shown, watched });
  if (rule.rule === 'say') await sayMissing(poller, task, rule.operation);
  await showStatus(poller, task, { shown, labels });
  if (rule.rule === 'watch' || (rule.rule === 'say' && !watched)) await watchPull(poller, task);
  return task;
}

async function watchPull({ store }: Poller, { id, source, pull, status }: Task): Promise<void> {
  if (pull?.state !== 'open' || status !== 'completed') return;
  await store.linkPull({ repoId: source.repoId, number: pull.number, nodeId: pull.nodeId, taskId: id });
}

/** With the text that was vouched for; nobody works on any other, so that people are asked about that first. */
function restoredIssue(
  poller: Poller,
  { place, reading }: Pick<IssueToReconcile, 'place' | 'reading'>,
  standing: Standing,
): Task {
  const { thread } = reading;
  const issue = { ...thread, ...place };
  const blank = newTask({ host: poller.config.github.host, issue, now: poller.now() });
  const restored = restoreTask(blank, standing);
  if (thread.textTrusted) return restored;
  const unvouched = { ...restored, ...unvouchedText(place.number) };
  if (restored.status !== 'queued' && restored.status !== 'waiting_human') return unvouched;
  const asking = aboutEdit(poller, restored, thread);
  return { ...unvouched, ...asking.patch, answer: null, status: asking.status };
}

type Marking = Pick<IssueToReconcile, 'place' | 'reading'> & { shown: Shown };

async function markIssue(
  poller: Poller,
  { place, reading, shown }: Marking,
  task: Task,
): Promise<IssueReading['thread']> {
  const { thread, sinceStatus } = reading;
  const asked = askedOn(thread.comments, task);
  const { comments } = await markHeard(poller, place, {
    ...{ comments: thread.comments, reviews: [], remarks: [] },
    soFar: {
      place: 'issue',
      triggers: new Set(),
      written: new Set(shown.written.keys()),
      statusAt: statusAt(thread.comments),
      askedAt: asked?.createdAt ?? null,
    },
  });
  return { ...thread, comments, ...sinceStatus, labelsBefore: null };
}
