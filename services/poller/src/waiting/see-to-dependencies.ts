import { changeTask, followThrough } from '@opencode-commander/control';
import { dropTask, enqueueWrite } from '@opencode-commander/queue';
import {
  cycleComment,
  findCycle,
  type Task,
  type WaitsFor,
  WRITE_OPERATIONS,
} from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { noteThread } from '../threads/note-thread.ts';
import { tolerate } from '../tolerate.ts';
import { findWait, nameOf } from './find-wait.ts';

/**
 * Looks again at what queued tasks wait for: those that wait for one of the issues that `changed` (as `owner/repo#12`),
 * or all of them. Tasks that wait for each other are told so.
 */
export async function seeToDependencies(
  poller: Poller,
  { changed, all }: { changed: ReadonlySet<string>; all: boolean },
): Promise<void> {
  for (const task of await waitingTasks(poller)) {
    const isConcerned = task.waitsFor.issues.some((name) => changed.has(name.toLowerCase()));
    if (all || isConcerned) await tolerate(poller, task.id, () => seeToWait(poller, task));
  }
  await tellOfCycles(poller);
}

/** Brings what a queued task waits for to what GitHub says; one that waits for nothing any more has its turn. */
export async function seeToWait(poller: Poller, task: Task): Promise<void> {
  if (task.status !== 'queued' || task.round > 0) return;
  const wait = await findWait(poller, task);
  const changes = await changeTask(poller, task.id, ({ status, waitsFor }) =>
    status !== 'queued' || isSameWait(waitsFor, wait) ? null : { patch: { waitsFor: wait } },
  );
  if (!changes.changed) return;
  if (wait?.kind === 'dependencies') await dropTask(poller.queues, task.id);
  await followThrough(poller, changes.task);
}

type WaitingTask = Task & { waitsFor: Extract<WaitsFor, { kind: 'dependencies' }> };

async function waitingTasks({ store }: Poller): Promise<WaitingTask[]> {
  const queued = await store.list({ statuses: ['queued'] });
  return queued.flatMap((task) =>
    task.waitsFor?.kind === 'dependencies' ? [{ ...task, waitsFor: task.waitsFor }] : [],
  );
}

async function tellOfCycles(poller: Poller): Promise<void> {
  const tasks = await waitingTasks(poller);
  const graph = new Map(
    tasks.map((task) => [keyOf(task), task.waitsFor.issues.map((name) => name.toLowerCase())]),
  );
  const inCycle = new Set<string>();
  for (let cycle = findCycle(graph); cycle !== null; cycle = findCycle(graph))
    for (const name of cycle) {
      inCycle.add(name);
      graph.delete(name);
    }
  for (const task of tasks) await markCycle(poller, task, inCycle.has(keyOf(task)));
}

function keyOf({ source }: Task): string {
  return nameOf(source).toLowerCase();
}

async function markCycle(poller: Poller, waiting: WaitingTask, cycle: boolean): Promise<void> {
  const { id, epoch, waitsFor } = waiting;
  if (waitsFor.cycle === cycle) return;
  await noteThread(poller, waiting);
  const { changed, task } = await changeTask(poller, id, (now) =>
    now.status === 'queued' && isSameWait(now.waitsFor, waitsFor)
      ? { patch: { waitsFor: { ...waitsFor, cycle } } }
      : null,
  );
  if (!changed) return;
  await enqueueWrite(poller.queues, { kind: 'status', taskId: id });
  if (!cycle) return;
  const body = cycleComment(task);
  const { cycle: operation } = WRITE_OPERATIONS;
  await enqueueWrite(poller.queues, { kind: 'comment', taskId: id, epoch, operation, body });
}

/** Whether they wait for the same, in a cycle or not. */
function isSameWait(a: WaitsFor | null, b: WaitsFor | null): boolean {
  if (a?.kind !== 'dependencies' || b?.kind !== 'dependencies')
    return JSON.stringify(a) === JSON.stringify(b);
  return a.issues.join().toLowerCase() === b.issues.join().toLowerCase();
}
