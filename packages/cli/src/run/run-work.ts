import { type ControlClient, localClient } from '@opencode-commander/control';
import { RedisError } from '@opencode-commander/queue';
import type { Cli } from '../cli.ts';
import { describeDispatched, dispatchWork, type WorkToDispatch } from '../dispatch-work.ts';
import { openClient } from '../open-client.ts';
import { type Opened, openControl } from '../open-control.ts';
import { printEvents } from '../show/print-events.ts';
import { followRound, type OnEvent } from './follow-round.ts';
import { reportEnd } from './report-end.ts';
import { tellWaits } from './tell-waits.ts';
import { GOES_ON, tellWhereItStands } from './tell-where-it-stands.ts';
import { untilWritten } from './until-written.ts';

export type RunOptions = Omit<WorkToDispatch, 'again'> & { json: boolean };

/** How long the labels and comments may take to follow the task's end. */
const WRITES_MS = 60_000;

/** What has the issue worked on; on this host also what can stand in for whoever does that. */
type Ways = { client: ControlClient; here: Opened | null };

/**
 * `commander run`: has an agent work on an issue, or on a text, and shows what it does, until there is a pull request. Where no
 * other process carries out the queue of this host, this one does. Throws TaskNotDone when there is none in the end.
 */
export async function runWork(cli: Cli, { json, ...wanted }: RunOptions): Promise<void> {
  const { client, here } = await openWays(cli);
  const { task, ...dispatched } = await dispatchWork(cli, client, { ...wanted, again: true });
  const { id } = task;
  cli.say(`${describeDispatched({ task, ...dispatched })}.`);
  tellWhereItStands(cli, here?.backbone.store ?? null, id);
  const onEvent: OnEvent = json
    ? (event) => cli.print(JSON.stringify({ event }))
    : printEvents(cli, { client, id });
  if (task.status !== 'completed') await followToEnd(cli, { client, here }, { id, onEvent });
  if (here !== null) await seeItWritten(cli, here, id);
  const { task: ended } = await client.ask('tasks.show', { task_id: id });
  reportEnd(cli, ended, json);
}

async function openWays(cli: Cli): Promise<Ways> {
  if (cli.url() !== null) return { client: await openClient(cli), here: null };
  const here = await openControl(cli);
  return { client: localClient(here.control), here };
}

/** Until the task has ended; on the way there, tasks that nobody else would run are run here. */
async function followToEnd(
  cli: Cli,
  { client, here }: Ways,
  { id, onEvent }: { id: string; onEvent: OnEvent },
): Promise<void> {
  const ended = new AbortController();
  const signal = AbortSignal.any([cli.scope.signal, ended.signal]);
  const following = followRound(client, { id, signal, onEvent });
  const standingIn = here === null ? [] : [standInHere(cli, here, { id, signal })];
  const telling = tellWaits(cli, client, { id, signal });
  try {
    await Promise.race([following, ...standingIn]);
  } catch (error) {
    if (here !== null) await tellThatItStays(cli, here, { id, error });
    throw error;
  } finally {
    ended.abort();
    // What one of them was just starting is stopped before the rest goes.
    await Promise.allSettled([following, telling, ...standingIn]);
  }
}

async function standInHere(
  cli: Cli,
  here: Opened,
  about: { id: string; signal: AbortSignal },
): Promise<never> {
  // It takes a while to load, and what is wrong with the issue is told before.
  const { standIn } = await import('./stand-in.ts');
  return standIn(cli, here, about);
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
