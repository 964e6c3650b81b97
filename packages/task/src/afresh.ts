import { NO_SANDBOX, type Task } from './task.ts';

/** What a task that is tried again forgets of the runs before. */
export function afresh({ epoch }: Pick<Task, 'epoch'>) {
  return {
    bornEpoch: epoch,
    attempts: 0,
    crashes: 0,
    workedMs: 0,
    failure: null,
    question: null,
    answer: null,
    waitsFor: null,
    checklist: [],
    progress: null,
    ...NO_SANDBOX,
  } satisfies Partial<Task>;
}
