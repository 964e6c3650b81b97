import { createHash } from 'node:crypto';
import type { Task } from './task.ts';

/**
 * The names under which we write, as our signed markers carry them: what has a name is written once per task. They stand on
 * GitHub for good, so that none may ever be spelled otherwise.
 */
export const WRITE_OPERATIONS = {
  /** The comment that is edited as the task goes on. */
  status: 'status',
  /** What came of the task. */
  result: 'result',
  /** The pull request that a task opens. */
  pullRequest: 'pull_request',
  /** Issues wait for each other. */
  cycle: 'cycle',
  /** Whoever labelled the issue may not start work. */
  refused: 'refused',
} as const;

/** A question is asked; by its number. */
export function questionOperation(number: number): string {
  return `question_${number}`;
}

const QUESTION = /^question_(\d+)$/;

/** The number of the question that is asked under a name; 0 for what asks nothing. */
export function questionNumber(operation: string): number {
  return Number(QUESTION.exec(operation)?.[1] ?? 0);
}

/** Why a task has failed: a run's failure has its epoch, an unanswered question its number. */
export function failureOperation({
  epoch,
  questions,
  failure,
}: Pick<Task, 'epoch' | 'questions' | 'failure'>): string {
  return failure?.kind === 'no_answer' ? `unanswered_${questions}` : `${FAILURE}${epoch}`;
}

const FAILURE = 'failure_';

/** Whether a run's failure is told under a name. */
export function tellsFailure(operation: string): boolean {
  return operation.startsWith(FAILURE);
}

/** A reply to something that somebody said, wherever that was. */
export function replyOperation({ what, id }: { what: 'comment' | 'review' | 'remark'; id: number }): string {
  return what === 'comment' ? `reply_${id}` : `reply_${what}_${id}`;
}

/** An answer in the thread of a remark on a line. */
export function threadReplyOperation(remarkId: number): string {
  return `reply_${remarkId}`;
}

/** Somebody may not steer work: said once to each. */
export function refusedOperation(login: string): string {
  return `refused_${digest(login.toLowerCase())}`;
}

/** The task goes on with the text it has: said once of each other text. */
export function editOperation({ title, body }: Pick<Task, 'title' | 'body'>): string {
  return `edit_${digest(`${title}\n${body}`)}`;
}

/** How to answer a question: said once of each. */
export function helpOperation({ round }: Pick<Task, 'round'>, question: number): string {
  return `help_${round}_${question}`;
}

/** Where to answer a question: said once of each. */
export function answerHereOperation({ round }: Pick<Task, 'round'>, question: number): string {
  return `answer_here_${round}_${question}`;
}

/** Most of a budget is spent. One for each budget: with what people granted it is another, of which they are told anew. */
export function budgetWarningOperation({ grants }: Pick<Task, 'grants'>): string {
  return grants.length === 0 ? 'budget_warning' : `budget_warning_${grants.length}`;
}

/** Whether most of a budget is said to be spent under a name. */
export function warnsOfBudget(operation: string): boolean {
  return /^budget_warning(_\d+)?$/.test(operation);
}

/** Names are made of `[a-z0-9_]`. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
