import { ownsSandbox } from '../running/owns-sandbox.ts';
import { isTerminal } from '../status.ts';
import type { Task } from '../task.ts';
import { missingWord } from './missing-word.ts';
import { type Shown, shownEpoch } from './shown.ts';
import { type Standing, standingOf } from './standing.ts';

/** A task's job, by what BullMQ says of it. */
export type JobSight = 'none' | 'waiting' | 'delayed' | 'active' | 'ended';

/** What is known of a task in the places that may disagree; what was not looked at is left away. */
export type Sight = {
  /** Null: Redis has no such task. */
  record: Task | null;
  job?: JobSight;
  /** A container with the task's label, and the epoch on it. */
  sandbox?: { id: string; epoch: number };
  shown?: Shown;
  /** Its open pull request is watched. */
  watched?: boolean;
};

/** What is to be done about a mismatch. Done once, the same sight has no rule any more. */
export type Rule =
  | { rule: 'none' }
  /** The record is lost, or older than what GitHub shows: it is written anew. */
  | { rule: 'restore'; standing: Standing }
  /** A comment was never written that people wait for. */
  | { rule: 'say'; operation: string }
  /** The task's open pull request is to be watched. */
  | { rule: 'watch' }
  | { rule: 'enqueue' }
  | { rule: 'drop_job' }
  | { rule: 'reap' };

const NONE: Rule = { rule: 'none' };

/** The one rule that applies: GitHub before Redis, the record before what follows from it. */
export function reconcile(sight: Sight): Rule {
  return withGitHub(sight) ?? withSandbox(sight) ?? withJob(sight) ?? NONE;
}

function withGitHub({ record, shown, watched }: Sight): Rule | null {
  if (shown === undefined) return null;
  if (record === null || isBehind(record, shown)) {
    const standing = standingOf(shown);
    return standing && { rule: 'restore', standing };
  }
  const operation = missingWord(record, shown);
  if (operation !== null) return { rule: 'say', operation };
  const isOpen = record.status === 'completed' && record.round === 0 && record.pull?.state === 'open';
  return isOpen && watched === false ? { rule: 'watch' } : null;
}

/** Redis has forgotten what was written to GitHub after it: its file was cut, or an older one came back. */
function isBehind({ epoch, revision }: Task, shown: Shown): boolean {
  const { memo } = shown;
  if (shownEpoch(shown) > epoch) return true;
  return memo !== null && memo.epoch === epoch && memo.revision > revision;
}

function withSandbox({ record, sandbox }: Sight): Rule | null {
  if (sandbox === undefined || ownsSandbox(record, sandbox)) return null;
  return { rule: 'reap' };
}

function withJob({ record, job }: Sight): Rule | null {
  if (job === undefined) return null;
  const isThere = job !== 'none' && job !== 'ended';
  if (needsJob(record)) return isThere ? null : { rule: 'enqueue' };
  // One that runs ends by itself: its writes are refused.
  return job === 'waiting' || job === 'delayed' ? { rule: 'drop_job' } : null;
}

/** What waits for people or for other issues has no job; what runs has that of its run. */
function needsJob(record: Task | null): boolean {
  if (record === null || isTerminal(record.status) || record.status === 'waiting_human') return false;
  return record.waitsFor?.kind !== 'dependencies';
}
