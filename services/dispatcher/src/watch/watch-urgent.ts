import { choosePreempted, priorityNumber } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { LetGo } from '../let-go.ts';
import { repeat } from '../repeat.ts';
import type { Run } from '../run.ts';

const LOOK_EVERY_MS = 1_500;
const CRITICAL = priorityNumber('critical');

/** Makes room for critical tasks that find no slot: they are seen waiting twice, for one that is free takes them at once. */
export function watchUrgent(context: DispatcherContext): { stop(): Promise<void> } {
  let waitedBefore = 0;
  return repeat({
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      const waiting = isFull(context) ? await countWaiting(context) : 0;
      makeRoom(context.runs.all(), Math.min(waiting, waitedBefore));
      waitedBefore = waiting;
    },
    onError: (err) => context.log.warn({ err }, 'it is not known whether critical tasks wait'),
  });
}

function isFull({ runs, config }: DispatcherContext): boolean {
  return runs.all().length >= config.containers.maxConcurrent;
}

async function countWaiting({ queues }: DispatcherContext): Promise<number> {
  const counts = await queues.tasks.getCountsPerPriority([CRITICAL]);
  return counts[CRITICAL] ?? 0;
}

/** Interrupts so many runs, less those that are ending anyhow. */
function makeRoom(runs: readonly Run[], wanted: number): void {
  const ending = runs.filter(({ signal }) => signal.aborted).length;
  let open = runs.filter(({ signal }) => !signal.aborted);
  for (let i = ending; i < wanted; i++) {
    const id = choosePreempted(open.map(asPreemptible), 'critical');
    open.find(({ task }) => task.id === id)?.interrupt(new LetGo({ why: 'preempted' }));
    open = open.filter(({ task }) => task.id !== id);
  }
}

function asPreemptible({ task, isPublishing: publishing }: Run) {
  const { id, priority, startedAt, createdAt } = task;
  return { id, priority, startedAt: startedAt ?? createdAt, publishing };
}
