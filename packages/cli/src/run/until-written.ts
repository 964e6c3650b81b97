import { setTimeout as delay } from 'node:timers/promises';
import { type Queues, taskQueues } from '@opencode-commander/queue';

const LOOK_MS = 250;
const SLOW_MS = 2_000;

export type Writing = {
  /** The task. */
  id: string;
  withinMs: number;
  signal?: AbortSignal;
  /** Hears a line when it takes a while. */
  onSlow?: (line: string) => void;
};

/** Whether all writes to GitHub about a task were carried out within the time given: none waits, and no run makes any. */
export async function untilWritten(
  queues: Queues,
  { id, withinMs, signal, onSlow }: Writing,
): Promise<boolean> {
  const from = performance.now();
  const passed = () => performance.now() - from;
  let told = false;
  while (await isAnythingLeft(queues, id)) {
    if (!told && passed() >= SLOW_MS) {
      told = true;
      onSlow?.('Waiting for labels and comments to be written …');
    }
    if (passed() >= withinMs) return false;
    await delay(LOOK_MS, undefined, signal && { signal });
  }
  return true;
}

async function isAnythingLeft(queues: Queues, id: string): Promise<boolean> {
  // A run may still have something to write when its task has ended: it asks for the labels last.
  const [runs, writes] = await Promise.all([
    activeRuns(queues),
    queues.outbox.getJobs(['wait', 'active', 'delayed', 'prioritized']),
  ]);
  return [...runs, ...writes].some(
    (job) => job !== undefined && 'taskId' in job.data && job.data.taskId === id,
  );
}

async function activeRuns(queues: Queues) {
  const active = await Promise.all((await taskQueues(queues)).map((queue) => queue.getActive()));
  return active.flat();
}
