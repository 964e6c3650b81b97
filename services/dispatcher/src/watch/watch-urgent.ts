import { claimPreemption, listWaiting, releasePreemption } from '@opencode-commander/queue';
import { repeat } from '@opencode-commander/service';
import { choosePreempted, type TaskId } from '@opencode-commander/task';
import { findPauseWait } from '../claim/find-pause-wait.ts';
import { findQuotaWait } from '../claim/find-quota-wait.ts';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';

const LOOK_EVERY_MS = 1_500;

/** A run as far as it can be made to let go of its slot. */
type WatchedRun = Pick<Run, 'task' | 'signal' | 'isPublishing' | 'interrupt'>;

type Watched = Pick<DispatcherContext, 'queues'> & {
  store: Pick<DispatcherContext['store'], 'get'>;
  runs: { all(): WatchedRun[] };
  config: { hostName: string; containers: { maxConcurrent: number }; models: { default: string | null } };
};

/** Makes room for critical tasks that find no slot until it is stopped. */
export function watchUrgent(context: DispatcherContext): { stop(): Promise<void> } {
  const look = lookForUrgent(context);
  return repeat({
    everyMs: LOOK_EVERY_MS,
    // Where no new task is taken, room that is made is of no use.
    work: async () => {
      if (context.admission.refuses === null) await look();
    },
    onError: (err) => context.log.warn({ err }, 'it is not known whether critical tasks wait'),
  });
}

/**
 * One look at the queue for each call. A task is made room for when it is seen waiting twice, for a slot that is free takes
 * it at once; and by one dispatcher only.
 */
export function lookForUrgent(context: Watched): () => Promise<void> {
  let seen: readonly TaskId[] = [];
  return async () => {
    const waiting = isFull(context)
      ? await listWaiting(context.queues, 'critical', context.config.hostName)
      : [];
    const urgent = waiting.filter((id) => seen.includes(id));
    seen = waiting;
    // Runs that end anyhow make room as well.
    const ending = context.runs.all().filter(({ signal }) => signal.aborted).length;
    for (const id of urgent.slice(ending)) await makeRoom(context, id);
  };
}

function isFull({ runs, config }: Watched): boolean {
  return runs.all().length >= config.containers.maxConcurrent;
}

async function makeRoom(context: Watched, id: TaskId): Promise<void> {
  const { runs, queues } = context;
  if (chooseRun(runs.all()) === null || (await wouldWait(context, id))) return;
  if (!(await claimPreemption(queues, id))) return;
  // Chosen again, for it may have begun to publish meanwhile.
  const chosen = chooseRun(runs.all());
  if (chosen === null) await releasePreemption(queues, id);
  else chosen.interrupt(new LetGo({ why: 'preempted' }));
}

/** Whether it would not begin although it had a slot. */
async function wouldWait(context: Watched, id: TaskId): Promise<boolean> {
  const task = await context.store.get(id);
  if (task === null) return false;
  return ((await findPauseWait(context, task)) ?? (await findQuotaWait(context, task))) !== null;
}

function chooseRun(runs: readonly WatchedRun[]): WatchedRun | null {
  const open = runs.filter(({ signal }) => !signal.aborted);
  const id = choosePreempted(open.map(asPreemptible), 'critical');
  return open.find(({ task }) => task.id === id) ?? null;
}

function asPreemptible({ task, isPublishing: publishing }: WatchedRun) {
  const { id, priority, startedAt, createdAt } = task;
  return { id, priority, startedAt: startedAt ?? createdAt, publishing };
}
