import type { Failure } from '../failure.ts';
import type { PendingQuestion } from '../question.ts';
import { isTerminal, type Status } from '../status.ts';
import type { Pull } from '../task.ts';
import { tellsFailure, WRITE_OPERATIONS } from '../write-operation.ts';
import type { Memo } from './memo.ts';
import { type Shown, shownEpoch } from './shown.ts';

/** How a task stands by what GitHub shows: what its record is to say. */
export type Standing = {
  status: Extract<Status, 'queued' | 'waiting_human' | 'completed' | 'failed' | 'cancelled'>;
  /** Of one that goes on higher than any it had, so that no run of before can write into the new record. */
  epoch: number;
  memo: Memo | null;
  question: PendingQuestion | null;
  /** How many questions were asked. */
  questions: number;
  failure: Failure | null;
  pull: Pull | null;
};

/** Null when GitHub shows nothing of the task: then it never was one, as far as anybody can tell. */
export function standingOf(shown: Shown): Standing | null {
  const { memo, pull } = shown;
  if (memo === null && pull === null) return null;
  const question = questionOf(shown);
  const outcome = outcomeOf(shown);
  const status = outcome ?? (question !== null && !isAnswered(shown) ? 'waiting_human' : 'queued');
  return {
    status,
    epoch: outcome === null ? shownEpoch(shown) + 1 : shownEpoch(shown),
    memo,
    question: outcome === null ? question : null,
    questions: Math.max(memo?.questions ?? 0, shown.asked?.number ?? 0),
    failure: status === 'failed' ? (memo?.failure ?? LOST_FAILURE) : null,
    pull: pull ?? memo?.pull ?? null,
  };
}

const LOST_FAILURE: Failure = { kind: 'internal', message: 'see the comment of then' };

/** The status comment, or what was written after it: a run says its outcome before it says its status. */
function outcomeOf(shown: Shown): 'completed' | 'failed' | 'cancelled' | null {
  const { memo, written, pull } = shown;
  const status = statusOf(shown);
  if (status === 'completed' || status === 'failed' || status === 'cancelled') return status;
  // What waits begins under a later epoch: what was said under this one was said before.
  const begun = memo?.status === 'running' || memo?.status === 'dispatched';
  const since = Math.max(1, (memo?.epoch ?? 0) + (begun ? 0 : 1));
  const isSaid = (operation: string) => (written.get(operation) ?? 0) >= since;
  if (isOpened(pull, memo) || isSaid(WRITE_OPERATIONS.result)) return 'completed';
  const operations = [...written.keys()];
  return operations.some((each) => tellsFailure(each) && isSaid(each)) ? 'failed' : null;
}

/** What ended and has said something under a later epoch was begun again. */
function statusOf(shown: Shown): Status {
  const { memo } = shown;
  if (memo === null) return 'queued';
  return isTerminal(memo.status) && shownEpoch(shown) > memo.epoch ? 'queued' : memo.status;
}

/** An issue's own task is done once its pull request is open; a follow-up has one from the start. */
function isOpened(pull: Pull | null, memo: Memo | null): boolean {
  return pull?.state === 'open' && (memo === null || memo.followUp === null);
}

/** What the task waits for, or has an answer to that no run has dealt with yet. */
function questionOf(shown: Shown): PendingQuestion | null {
  const { memo, asked } = shown;
  if (asked === null || memo === null) return null;
  if (isAnswered(shown)) return asked.question;
  const isNew = asked.number > memo.questions && asked.epoch >= memo.epoch;
  const waits = memo.status === 'waiting_human' && asked.number === memo.questions;
  return isNew || waits ? asked.question : null;
}

function isAnswered({ memo, asked }: Shown): boolean {
  return memo !== null && asked !== null && memo.answer?.to === asked.number;
}
