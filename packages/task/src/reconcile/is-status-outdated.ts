import { isDeepStrictEqual } from 'node:util';
import type { Task } from '../task.ts';
import type { Shown } from './shown.ts';

/** Whether a task's status comment says that it stands otherwise, or waits for something else; not where it tells nothing. */
export function isStatusOutdated(
  { status, waitsFor }: Pick<Task, 'status' | 'waitsFor'>,
  { memo }: Pick<Shown, 'memo'>,
): boolean {
  if (memo === null) return false;
  return memo.status !== status || !isDeepStrictEqual(memo.waitsFor, waitsFor);
}
