import { isTerminal } from '../status.ts';
import type { Task } from '../task.ts';
import { questionNumber, questionOperation } from '../write-operation.ts';
import type { AskedQuestion } from './scene.ts';
import type { ThreadComment } from './thread.ts';

/** The task's question as the thread shows it; null when nothing was asked that still matters. */
export function findQuestion(task: Task, comments: readonly ThreadComment[]): AskedQuestion | null {
  const { question, answer, id } = task;
  if (question === null) return null;
  const operation = questionOperation(question.number);
  const at = comments.findIndex(({ ours }) => ours?.task === id && ours.operation === operation);
  const answeredBy = answer !== null && answer.to === question.number ? answer.by : null;
  if (task.status !== 'waiting_human' && answeredBy === null) return null;
  return { question, at: at < 0 ? Number.POSITIVE_INFINITY : at, answeredBy };
}

/** The highest number under which the task has asked on the thread; 0 when it never did. */
export function lastQuestion(
  { id }: Pick<Task, 'id'>,
  comments: readonly Pick<ThreadComment, 'ours'>[],
): number {
  return Math.max(
    0,
    ...comments.flatMap(({ ours }) => (ours?.task === id ? questionNumber(ours.operation) : [])),
  );
}

/**
 * From which comment on the thread is ahead of the task's record: a question is there that the record does not know of, or
 * does not wait for yet, since the run that asks it writes that last, and may have died before.
 */
export function aheadFrom(task: Task, comments: readonly ThreadComment[]): number {
  const known = isBeingAsked(task) ? task.questions - 1 : task.questions;
  const at = comments.findIndex(
    ({ ours }) => ours?.task === task.id && questionNumber(ours.operation) > known,
  );
  return at < 0 ? comments.length : at;
}

function isBeingAsked({ status, question, answer, questions }: Task): boolean {
  if (status === 'waiting_human' || isTerminal(status)) return false;
  return question?.number === questions && answer === null;
}
