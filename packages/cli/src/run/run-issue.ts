import { RedisError } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { describeDispatched, dispatchIssue, type IssueToDispatch } from '../dispatch-issue.ts';
import { followTask, type OnEvent } from '../follow-task.ts';
import type { Opened } from '../open-control.ts';
import { printEvents } from '../show/print-events.ts';
import { presentRound } from './present-round.ts';
import { reportEnd } from './report-end.ts';
import { tellWaits } from './tell-waits.ts';
import { untilWritten } from './until-written.ts';

export type RunOptions = Omit<IssueToDispatch, 'again'> & { json: boolean };

/** How long the issue's labels and comments may take to follow the task's end. */
const WRITES_MS = 60_000;

/**
 * `commander run`: has an agent work on an issue and shows what it does, until there is a pull request. Where no other
 * process carries out the queue, this one does. Throws TaskNotDone when there is none in the end.
 */
export async function runIssue(cli: Cli, { json, ...wanted }: RunOptions): Promise<void> {
  const { dispatched, ...opened } = await dispatchIssue(cli, { ...wanted, again: true });
  cli.say(`${describeDispatched(dispatched)}.`);
  const { id } = dispatched.task;
  tellWhereItStands(cli, opened, id);
  const { store } = opened.backbone;
  const done = dispatched.task.status === 'completed' ? await store.get(id) : null;
  const onEvent: OnEvent = json
    ? (event) => cli.print(JSON.stringify({ event }))
    : printEvents(cli, { store, id });
  const task = done ?? (await followToEnd(cli, opened, { id, onEvent }));
  await seeItWritten(cli, opened, id);
  reportEnd(cli, task, json);
}

type Following = { id: string; onEvent: OnEvent };

/** The ended task; on the way there, tasks that nobody else would run are run here. */
async function followToEnd(cli: Cli, opened: Opened, { id, onEvent }: Following): Promise<Task> {
  const { store } = opened.backbone;
  // It takes a while to load, and what is wrong with the issue is told before.
  const { standIn } = await import('./stand-in.ts');
  const after = presentRound(await store.readEvents(id));
  const ended = new AbortController();
  const signal = AbortSignal.any([cli.scope.signal, ended.signal]);
  const noLongerTell = await tellWaits(cli, opened, id);
  const following = followTask(store, { id, ...(after && { after }), signal, onEvent });
  const standingIn = standIn(cli, opened, { id, signal });
  try {
    return await Promise.race([following, standingIn]);
  } catch (error) {
    await tellThatItStays(cli, opened, { id, error });
    throw error;
  } finally {
    ended.abort();
    // What one of them was just starting is stopped before the rest goes.
    await Promise.allSettled([following, standingIn, noLongerTell()]);
  }
}

/** The issue shows what the record says only when the outbox is through with it. */
async function seeItWritten(cli: Cli, { backbone: { queues } }: Opened, id: string): Promise<void> {
  const { signal } = cli.scope;
  const written = await untilWritten(queues, { id, withinMs: WRITES_MS, signal, onSlow: cli.say });
  if (!written)
    cli.say('Labels and comments on the issue are not all written yet: they follow while commander up runs.');
}

/** What keeps agents from running here costs the task nothing. Ctrl-C has a word of its own, and without Redis nobody knows. */
async function tellThatItStays(
  cli: Cli,
  { backbone: { store } }: Opened,
  { id, error }: { id: string; error: unknown },
): Promise<void> {
  if (cli.scope.signal.aborted || error instanceof RedisError) return;
  const task = await store.get(id);
  if (task?.status === 'queued') cli.say(`Task ${id} stays in the queue: ${GOES_ON}`);
}

/** Ctrl-C before the end: the last word is where the task is then. */
function tellWhereItStands(cli: Cli, { backbone: { store } }: Opened, id: string): void {
  const { stack, signal } = cli.scope;
  stack.defer('the last word on the task', async () => {
    const task = signal.aborted ? await store.get(id) : null;
    const line = task === null ? null : whereItStands(task);
    if (line !== null) cli.say(line);
  });
}

const GOES_ON = 'commander run or commander up goes on with it.';

/** Null for a task that has ended. */
function whereItStands({ id, status, source, containerId }: Task): string | null {
  switch (status) {
    case 'queued':
      return `Task ${id} is back in the queue: ${GOES_ON}`;
    case 'dispatched':
    case 'running':
      return `Task ${id} goes on elsewhere: commander logs -f ${id} shows it.`;
    case 'waiting_human': {
      const kept = containerId === null ? '' : ', and its container is kept for it';
      return `Task ${id} goes on waiting for an answer at ${source.url}${kept}: ${GOES_ON}`;
    }
    default:
      return null;
  }
}
