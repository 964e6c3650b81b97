import type { Task } from '@opencode-commander/task';
import type { CommentSeen } from './snapshot.ts';

/**
 * Comments that say why there is no pull request. Spelled out, as all of the check is: what the product says elsewhere must
 * not make it right.
 */
const EXPLAINS = /^(failure_|unanswered_|cycle$|refused)/;

/** Whether somebody is told why there is no pull request. */
export function isExplained(comments: readonly CommentSeen[]): boolean {
  return comments.some(({ marker }) => marker !== null && EXPLAINS.test(marker.operation));
}

/** Whether an issue's people are told how its task has ended; of one that was cancelled there is nothing to tell. */
export function isTold(
  { id, status }: Pick<Task, 'id' | 'status'>,
  comments: readonly CommentSeen[],
): boolean {
  if (status === 'failed') return isExplained(comments);
  if (status !== 'completed') return true;
  return comments.some(({ marker }) => marker?.task === id && marker.operation === 'result');
}
