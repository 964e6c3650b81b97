import {
  type Change,
  ChangedMeanwhileError,
  IllegalTransitionError,
  StaleEpochError,
  TaskNotFoundError,
} from '@opencode-commander/queue';
import type { Task, TaskId } from '@opencode-commander/task';
import type { ActingControl } from './control.ts';

/** What becomes of a task as it was read; null leaves it. */
export type Decide = (task: Task) => Pick<Change, 'status' | 'patch' | 'message'> | null;

/** Each lost try is a change of somebody else's: so many are never made at once. */
const TRIES = 100;

/**
 * Reads a task, decides, and writes that only if the task still is what was decided on; else it looks again. Throws
 * TaskNotFoundError, PublishingError, RedisError.
 */
export async function changeTask(
  { store, now }: Pick<ActingControl, 'store' | 'now'>,
  id: TaskId,
  decide: Decide,
): Promise<{ changed: boolean; task: Task }> {
  for (let left = TRIES; ; left -= 1) {
    const task = await store.get(id);
    if (task === null) throw new TaskNotFoundError(id);
    const change = decide(task);
    if (change === null) return { changed: false, task };
    const { epoch, status, question, grants } = task;
    try {
      const at = now().toISOString();
      const changed = await store.change({ id, epoch, at, given: { status, question, grants }, ...change });
      return { changed: true, task: changed };
    } catch (error) {
      if (left <= 1 || !isRace(error)) throw error;
    }
  }
}

function isRace(error: unknown): boolean {
  return [StaleEpochError, IllegalTransitionError, ChangedMeanwhileError].some(
    (kind) => error instanceof kind,
  );
}
