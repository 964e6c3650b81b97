import { lastQuestion } from '../decide/find-question.ts';
import type { ThreadComment } from '../decide/thread.ts';
import type { Marker } from '../marker.ts';
import type { PendingQuestion } from '../question.ts';
import type { Pull } from '../task.ts';
import type { TaskId } from '../task-id.ts';
import { questionOperation, WRITE_OPERATIONS } from '../write-operation.ts';
import { type Memo, readMemo, readQuestion } from './memo.ts';

/** What GitHub shows of a task, by our own signed comments about it. */
export type Shown = {
  /** Of the status comment, with the epoch it was written under. */
  memo: (Memo & { epoch: number }) | null;
  /** The newest question; its words are null where the comment does not carry them. */
  asked: { number: number; epoch: number; question: PendingQuestion | null } | null;
  /** Our comments by operation, such as `result`, with their epochs. */
  written: ReadonlyMap<string, number>;
  /** Our pull request for it, as far as it is known. */
  pull: Pull | null;
};

/**
 * Reads what a thread shows of a task. What others wrote counts for nothing, and so does what we wrote about another task:
 * a task's id is that of its place.
 */
export function readShown(
  id: TaskId,
  comments: readonly Pick<ThreadComment, 'ours'>[],
  pull: Pull | null,
): Shown {
  const ours = comments.flatMap(({ ours: marker }) => (marker?.task === id ? [marker] : []));
  const status = ours.find(({ operation }) => operation === WRITE_OPERATIONS.status);
  const memo = readMemo(status?.data);
  return {
    memo: memo && status ? { ...memo, epoch: status.epoch } : null,
    asked: readAsked(id, ours),
    written: new Map(ours.map(({ operation, epoch }) => [operation, epoch])),
    pull,
  };
}

function readAsked(id: TaskId, ours: readonly Marker[]): Shown['asked'] {
  const number = lastQuestion(
    { id },
    ours.map((marker) => ({ ours: marker })),
  );
  const marker = ours.find(({ operation }) => operation === questionOperation(number));
  return marker === undefined ? null : { number, epoch: marker.epoch, question: readQuestion(marker.data) };
}

/** The highest epoch that anything shown was written under. */
export function shownEpoch({ memo, written }: Shown): number {
  return Math.max(0, memo?.epoch ?? 0, ...written.values());
}
