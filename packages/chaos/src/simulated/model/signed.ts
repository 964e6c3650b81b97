import {
  lastQuestion,
  type Marker,
  type Memo,
  type PendingQuestion,
  type Pull,
  questionOperation,
  type Shown,
  type Task,
  type ThreadComment,
  WRITE_OPERATIONS,
} from '@opencode-commander/task';

/** A marker with what it carries, unpacked: packing it is tested where it is done, and would cost most of the time here. */
export type Signed = Marker & { memo: Memo | null; question: PendingQuestion | null };

export type SimulatedComment = Omit<ThreadComment, 'ours'> & {
  ours: Signed | null;
  /** Grows with all that is done on GitHub. */
  changedAt: number;
};

/** The marker of one of a task's comments, as markerData makes it. */
export function sign(task: Task, operation: string): Signed {
  const { id, epoch, question } = task;
  const isAsked = question !== null && operation === questionOperation(question.number);
  const memo = operation === WRITE_OPERATIONS.status ? memoOf(task) : null;
  return { task: id, epoch, operation, memo, question: isAsked ? question : null };
}

/** What readShown finds on a thread. */
export function shownOf(
  id: string,
  comments: readonly Pick<SimulatedComment, 'ours'>[],
  pull: Pull | null,
): Shown {
  const written = new Map<string, number>();
  let status: Signed | null = null;
  for (const { ours } of comments) {
    if (ours?.task !== id) continue;
    written.set(ours.operation, ours.epoch);
    if (ours.operation === WRITE_OPERATIONS.status) status ??= ours;
  }
  const memo = status?.memo ? { ...status.memo, epoch: status.epoch } : null;
  return { memo, asked: askedOf(id, comments), written, pull };
}

function askedOf(id: string, comments: readonly Pick<SimulatedComment, 'ours'>[]): Shown['asked'] {
  const number = lastQuestion({ id }, comments);
  if (number === 0) return null;
  const operation = questionOperation(number);
  const ours = comments.find((each) => each.ours?.task === id && each.ours.operation === operation)?.ours;
  return ours ? { number, epoch: ours.epoch, question: ours.question } : null;
}

function memoOf(task: Task): Memo {
  return {
    title: task.title,
    bodyHash: task.bodyHash,
    priority: task.priority,
    status: task.status,
    attempts: task.attempts,
    revision: task.revision,
    bornEpoch: task.bornEpoch,
    prUrl: task.prUrl,
    pull: task.pull,
    followUp: task.followUp,
    questions: task.questions,
    answer: task.answer,
    waitsFor: task.waitsFor,
    model: task.model,
    workedMs: task.workedMs,
    grants: task.grants,
    budgetWarned: task.budgetWarned,
    commits: task.commits,
    usage: task.usage,
    usageByModel: task.usageByModel,
    failure: task.failure,
    createdAt: task.createdAt,
    updatedAt: task.updatedAt,
    startedAt: task.startedAt,
    finishedAt: task.finishedAt,
  };
}
