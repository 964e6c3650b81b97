import type { Dispatched } from '@opencode-commander/control';
import { describeTask } from './describe-task.ts';

/** What became of an issue that was given to an agent. */
export function describeDispatched({ issue_opened, created, position, task }: Dispatched): string {
  const place = position === null ? '' : ` It is number ${position} in the queue.`;
  const opened = issue_opened ? ` Its issue was opened: ${task.github_issue_url}.` : '';
  const before = created ? '' : ' The issue had this task already.';
  return `${describeTask(task)}.${opened}${place}${before} Ask commander_status how it goes.`;
}
