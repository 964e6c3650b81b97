import type { ControlClient, Dispatched } from '@opencode-commander/control';
import type { Priority, Status } from '@opencode-commander/task';
import type { Cli } from './cli.ts';
import { readWork } from './read-work.ts';
import { tellIfSlow } from './tell-if-slow.ts';

/** An issue, or a text that has none yet, as a person typed it. */
export type WorkToDispatch = {
  /** The issue; with `repo` the title of the text. */
  work: string | undefined;
  /** Of work without an issue: `owner/name`. */
  repo: string | undefined;
  title: string | undefined;
  /** `-`: it stands on standard input. */
  body: string | undefined;
  requestId: string | undefined;
  /** By the issue's labels unless given. */
  priority?: Priority | undefined;
  /** Try a task again that failed or was cancelled. */
  again: boolean;
};

/** Makes an issue, or a text, a task and enqueues it. Throws UsageError, and what the operation throws. */
export async function dispatchWork(
  cli: Pick<Cli, 'say' | 'readInput'>,
  client: ControlClient,
  { priority, again, ...asked }: WorkToDispatch,
): Promise<Dispatched> {
  const work = await readWork(cli, asked);
  const asking = client.ask('dispatch', { ...work, priority, again });
  return tellIfSlow(cli, `Asking GitHub for ${work.github_issue_url ?? work.repo} …`, asking);
}

/** What became of the issue, as a line for people. */
export function describeDispatched(dispatched: Dispatched): string {
  const { issue_opened, task } = dispatched;
  return `${issue_opened ? `Opened ${task.github_issue_url}. ` : ''}${describeTask(dispatched)}`;
}

function describeTask({ created, queued_again, position, task }: Dispatched): string {
  const name = `Task ${task.id} (${task.repo}#${task.number}, ${task.priority} priority)`;
  if (task.status !== 'queued') return `${name} ${STANDS[task.status]}`;
  const isFresh = created || queued_again;
  // What was put there just now and is there no more has been taken: it waits for nothing.
  const elsewhere = isFresh ? 'is taken at once' : 'waits for its next try';
  const place = position === null ? elsewhere : `is number ${position} in the queue`;
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
