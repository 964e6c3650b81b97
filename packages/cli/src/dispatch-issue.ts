import { requireCredentials } from '@opencode-commander/backbone';
import { type Dispatched, dispatch } from '@opencode-commander/control';
import type { Priority, Status } from '@opencode-commander/task';
import type { Cli } from './cli.ts';
import { type Opened, openControl } from './open-control.ts';
import { readReference } from './read-reference.ts';
import { tellIfSlow } from './tell-if-slow.ts';

export type IssueToDispatch = {
  /** As a person names it. */
  issue: string;
  /** By the issue's labels unless given. */
  priority?: Priority | undefined;
  /** Try a task again that failed or was cancelled. */
  again: boolean;
};

/**
 * Makes an issue a task and enqueues it, after everything that can be seen to be wrong without Redis. Throws UsageError,
 * ConfigError, GitHubError, DispatchError, RedisError.
 */
export async function dispatchIssue(
  cli: Cli,
  { issue, priority, again }: IssueToDispatch,
): Promise<Opened & { dispatched: Dispatched }> {
  const config = await cli.config();
  const { host, owner, repo, number } = readReference(issue, config.github.host);
  requireCredentials(config);
  const opened = await openControl(cli);
  const input = { github_issue_url: `${host}/${owner}/${repo}#${number}`, priority, again };
  const dispatched = await tellIfSlow(cli, `Asking ${host} for the issue …`, dispatch(opened.control, input));
  return { ...opened, dispatched };
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
