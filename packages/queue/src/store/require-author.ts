import type { TaskId } from '@opencode-commander/task';
import { CorruptTaskError, StaleEpochError, TaskNotFoundError } from './store-error.ts';

type Author = { id: TaskId; epoch: number | null };

/** What a script says that writes only for who has the task. Throws TaskNotFoundError, CorruptTaskError, StaleEpochError. */
export function requireAuthor({ id, epoch }: Author, [result, detail]: readonly string[]): void {
  if (result === 'missing') throw new TaskNotFoundError(id);
  if (result === 'corrupt') throw new CorruptTaskError(id, detail ?? '', null);
  if (result === 'stale') throw new StaleEpochError({ id, epoch: epoch ?? 0, current: Number(detail) });
}
