import type { ControlClient, Dispatched } from '@opencode-commander/control';
import type { Priority, Status } from '@opencode-commander/task';
import type { Cli } from './cli.ts';
import { tellIfSlow } from './tell-if-slow.ts';

export type IssueToDispatch = {
  /** As a person names it. */
  issue: string;
  /** By the issue's labels unless given. */
  priority?: Priority | undefined;
  /** Try a task again that failed or was cancelled. */
  again: boolean;
};

/** Makes an issue a task and enqueues it. Throws what the operation throws. */
export async function dispatchIssue(
  cli: Pick<Cli, 'say'>,
  client: ControlClient,
  { issue, priority, again }: IssueToDispatch,
): Promise<Dispatched> {
  const asking = client.ask('dispatch', { github_issue_url: issue, priority, again });
  return tellIfSlow(cli, `Asking GitHub for ${issue} …`, asking);
}

/** What became of the issue, as a line for people. */
export function describeDispatched({ created, queued_again, position, task }: Dispatched): string {
  const name = `Task ${task.id} (${task.repo}#${task.number}, ${task.priority} priority)`;
  if (task.status !== 'queued') return `${name} ${STANDS[task.status]}`;
  const place = position === null ? 'waits for its next try' : `is number ${position} in the queue`;
  if (queued_again) return `${name} is tried again and ${place}`;
  return `${name} ${created ? '' : 'exists already and '}${place}`;
}

/** What becomes of an issue whose task does not wait for an agent. */
const STANDS: Readonly<Record<Exclude<Status, 'queued'>, string>> = {
  dispatched: 'is being started already',
  running: 'is worked on already',
  waiting_human: 'waits for an answer on its issue',
  completed: 'is completed already',
  failed: 'has failed: --again tries it again',
  cancelled: 'was cancelled: --again tries it again',
};
