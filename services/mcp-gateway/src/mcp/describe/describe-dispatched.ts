import type { Dispatched } from '@opencode-commander/control';
import { describeTask } from './describe-task.ts';

/** What became of an issue that was given to an agent. */
export function describeDispatched({ created, position, task }: Dispatched): string {
  const place = position === null ? '' : ` It is number ${position} in the queue.`;
  const before = created ? '' : ' The issue had this task already.';
  return `${describeTask(task)}.${place}${before} Ask commander_status how it goes.`;
}
