import type { Task } from '../task.ts';
import { failureOperation, questionOperation, WRITE_OPERATIONS } from '../write-operation.ts';
import type { Shown } from './shown.ts';

/** The operation of the comment that people should have had of the task as it stands and have not; null when they had it. */
export function missingWord(task: Task, { written }: Shown): string | null {
  switch (task.status) {
    case 'waiting_human': {
      const operation = questionOperation(task.question?.number ?? 0);
      return task.question === null || written.has(operation) ? null : operation;
    }
    case 'failed': {
      const operation = failureOperation(task);
      return written.has(operation) ? null : operation;
    }
    case 'queued':
      return isInCycle(task) && !written.has(WRITE_OPERATIONS.cycle) ? WRITE_OPERATIONS.cycle : null;
    case 'completed':
      return written.has(WRITE_OPERATIONS.result) ? null : WRITE_OPERATIONS.result;
    default:
      return null;
  }
}

function isInCycle({ waitsFor }: Task): boolean {
  return waitsFor?.kind === 'dependencies' && waitsFor.cycle;
}
