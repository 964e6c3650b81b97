import { isDeepStrictEqual } from 'node:util';
import {
  ChangedMeanwhileError,
  enqueueWrite,
  IllegalTransitionError,
  isRunElsewhere,
  promoteTask,
  StaleEpochError,
  TaskNotFoundError,
} from '@opencode-commander/queue';
import { findPause, type Pause, type Task, type WaitsFor } from '@opencode-commander/task';
import { asPausable } from '../claim/find-pause-wait.ts';
import type { ModelContext } from '../claim/find-quota-wait.ts';
import { pauseWait } from '../claim/wait.ts';
import type { DispatcherContext } from '../dispatcher-context.ts';

export type QueueContext = ModelContext &
  Pick<DispatcherContext, 'now'> & { store: Pick<DispatcherContext['store'], 'list' | 'change'> };

/** Has queued tasks say that they wait because of a pause, and has those look again that no pause holds up any more. */
export async function tellQueued(context: QueueContext, pauses: readonly Pause[]): Promise<void> {
  const queued = await context.store.list({ statuses: ['queued'] });
  // Oldest first, so that they keep their order within a priority.
  for (const task of queued.reverse()) {
    const wait = waitOf(task, findPause(pauses, asPausable(task, context.config)));
    if (isDeepStrictEqual(wait, task.waitsFor)) continue;
    // One that is being put off at this moment could not be called: the next look does.
    if (wait === null && (await isRunElsewhere(context.queues, task.id, null))) continue;
    if (!(await say(context, task, wait))) continue;
    if (wait === null) await promoteTask(context.queues, task.id);
  }
}

/** What waits for other issues says that; it has no job that could be held up. */
function waitOf({ waitsFor }: Task, pause: Pause | null): WaitsFor | null {
  if (waitsFor?.kind === 'dependencies') return waitsFor;
  if (pause !== null) return pauseWait(pause).waitsFor;
  return waitsFor?.kind === 'pause' ? null : waitsFor;
}

/** False when somebody else has changed it meanwhile: of several dispatchers one says it. */
async function say(
  { store, queues, now }: QueueContext,
  task: Task,
  wait: WaitsFor | null,
): Promise<boolean> {
  const { id, epoch, status, waitsFor } = task;
  try {
    const at = now().toISOString();
    await store.change({ id, epoch, at, given: { status, waitsFor }, patch: { waitsFor: wait } });
  } catch (error) {
    if (OVERTAKEN.some((kind) => error instanceof kind)) return false;
    throw error;
  }
  await enqueueWrite(queues, { kind: 'status', taskId: id });
  return true;
}

const OVERTAKEN = [ChangedMeanwhileError, IllegalTransitionError, StaleEpochError, TaskNotFoundError];
