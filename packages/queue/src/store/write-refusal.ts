import { statusSchema } from '@opencode-commander/task';
import {
  ChangedMeanwhileError,
  CorruptTaskError,
  IllegalTransitionError,
  PublishingError,
  StaleEpochError,
  TaskNotFoundError,
} from './store-error.ts';
import type { TaskWrite } from './task-write.ts';

/** Why the script that changes a task wrote nothing, by its reply. */
export function writeRefusal({ id, epoch, to }: TaskWrite, result: string, detail = ''): Error {
  switch (result) {
    case 'stale':
      return new StaleEpochError({ id, epoch: epoch ?? 0, current: Number(detail) });
    case 'illegal':
      return new IllegalTransitionError({ id, from: statusSchema.parse(detail), to: statusSchema.parse(to) });
    case 'publishing':
      return new PublishingError({ id, remainingMs: Number(detail) });
    case 'changed_meanwhile':
      return new ChangedMeanwhileError(id, detail);
    case 'corrupt':
      return new CorruptTaskError(id, detail, null);
    default:
      return new TaskNotFoundError(id);
  }
}
