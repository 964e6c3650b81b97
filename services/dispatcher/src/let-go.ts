import type { PendingQuestion } from '@opencode-commander/task';
import type { Wait } from './claim/wait.ts';

type Unasked<T> = T extends PendingQuestion ? Omit<T, 'number' | 'askedAt' | 'deadline'> : never;
/** What people are to be asked, before it has a number and a deadline. */
export type Ask = Unasked<PendingQuestion>;

/** Why a run lets go of its task before it has an outcome. */
export type LettingGo =
  /** Only a person can say how it goes on. */
  | { why: 'asked'; ask: Ask }
  /** Its slot is needed for a critical task. */
  | { why: 'preempted' }
  /** Its time has not come. */
  | ({ why: 'waits' } & Wait)
  /** The task was cancelled, or another run has it. */
  | { why: 'taken' };

/** Thrown, or the reason of a run's signal, when the task is to be taken up again later, or is not this run's any more. */
export class LetGo extends Error {
  readonly letting: LettingGo;

  constructor(letting: LettingGo) {
    super(`the run lets go of its task: ${letting.why}`);
    this.name = 'LetGo';
    this.letting = letting;
  }
}
