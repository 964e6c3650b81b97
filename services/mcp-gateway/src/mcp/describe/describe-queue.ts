import type { InputOf, OutputOf } from '@opencode-commander/control';
import { describeTask } from './describe-task.ts';

/** What waits, a line for each task. */
export function describeQueue(
  { queue, total }: OutputOf<'queue.list'>,
  { repo, priority, search, state }: InputOf<'queue.list'> = {},
): string {
  const isNarrowed = [repo, priority, search, state].some((each) => each !== undefined);
  if (total === 0) return `${isNarrowed ? 'No such task' : 'Nothing'} waits for an agent.`;
  const lines = queue.map(({ position, task }) => `${position ?? '–'}. ${describeTask(task)}`);
  return [...lines, ...(queue.length < total ? [`${queue.length} of ${total}.`] : [])].join('\n');
}

export function describePrioritized({ changed, position, task }: OutputOf<'queue.prioritize'>): string {
  const place = position === null ? '' : ` It is number ${position} in the queue.`;
  return `${describeTask(task)}.${changed ? '' : ' Nothing was changed: it had this priority.'}${place}`;
}

export function describeMoved({ moved, position, task }: OutputOf<'queue.move'>): string {
  const place = position === null ? ' It has just been taken.' : ` It is number ${position} in the queue.`;
  return `${describeTask(task)}.${moved ? '' : ' It stood there already.'}${place}`;
}

export function describeCancelled({ stopped, task }: OutputOf<'queue.cancel'>): string {
  return `${describeTask(task)}.${stopped ? '' : ' It was so already.'}`;
}

export function describeRetried({ retried, task }: OutputOf<'queue.retry'>): string {
  const why = retried ? '' : ' Nothing was changed: only what failed, was cancelled or waits is tried again.';
  return `${describeTask(task)}.${why}`;
}
