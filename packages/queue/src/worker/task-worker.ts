import type { TaskId } from '@opencode-commander/task';
import { hostQueueName, QUEUE_NAMES, TASK_ATTEMPTS, type TaskJobData } from '../queues.ts';
import { noteHost, taskIdOf } from '../tasks/task-queues.ts';
import { LeasedWorker } from './leased-worker.ts';
import { Slots } from './slots.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** A run that is due, as the worker hands it over. */
export type TaskJob = {
  taskId: TaskId;
  /** 1 for the first try. */
  attempt: number;
  /** Tries that remain after this one. */
  attemptsLeft: number;
  /** The queue that the job came from: everybody's, or the host's own. */
  queue: string;
  /**
   * Aborted, with a JobInterrupted as its reason, on shutdown and before the job's lock can have expired. What the run
   * throws after that costs no attempt.
   */
  signal: AbortSignal;
};

export type TaskWorkerOptions = WorkerSettings & {
  /** Runs at once, until it is changed. */
  concurrency: number;
  /** Whose own queue is worked on too, within the same `concurrency`; none unless given. */
  host?: string;
  /** What its jobs are marked with; BullMQ shows it. */
  name?: string;
  /**
   * Returns when the run is over, whatever came of it. Throws to have it tried again later; with `retryable: false` on
   * the error it is not, and a PostponeJob costs no attempt.
   */
  run: (job: TaskJob) => Promise<void>;
  /** Called each time after a job was put away, or put back for another try. */
  onEnded?: (taskId: TaskId) => Promise<void>;
};

export type TaskWorker = {
  /** Claims nothing more; runs go on. Called within a run, that one is the last. */
  pause(): Promise<void>;
  /**
   * Claims nothing more off everybody's queue until it is resumed; runs, and what waits for the host, go on. A job that was
   * just being fetched may still come.
   */
  hold(): Promise<void>;
  /** Claims again, unless it was paused or stopped for good. */
  resume(): Promise<void>;
  /** So many runs at once from now on; what runs goes on. */
  resize(concurrency: number): void;
  /** Claims nothing more, aborts the runs, waits `graceMs` for them; others continue what has not ended by then. */
  stop(graceMs: number): Promise<void>;
  /** Throws RedisError when no jobs are taken (any more): made for a health check. */
  checkRunning(): void;
};

/** Takes tasks off everybody's queue and the host's own, the most urgent first. Throws RedisError. */
export async function startTaskWorker(options: TaskWorkerOptions): Promise<TaskWorker> {
  const slots = new Slots(options.concurrency);
  const following = new Set<Promise<void>>();
  const onEnded = followEnds(options, following);
  const names = options.host === undefined ? [] : [hostQueueName(options.host)];
  const workers: LeasedWorker<TaskJobData>[] = [];
  const all = async (call: (worker: LeasedWorker<TaskJobData>) => Promise<void>) => {
    await Promise.all(workers.map(call));
  };
  try {
    // The host's own first: who asks first goes first among equals.
    for (const queue of [...names, QUEUE_NAMES.tasks])
      workers.push(await startOne({ ...options, onEnded }, { queue, slots }));
    const [first] = workers;
    if (options.host !== undefined && first) await noteHost({ ...options, redis: first.redis }, options.host);
  } catch (error) {
    await all((worker) => worker.stop(0));
    throw error;
  }
  const everybodys = workers.slice(-1);
  let isPaused = false;
  return {
    pause: () => {
      isPaused = true;
      return all((worker) => worker.hold());
    },
    hold: async () => {
      for (const worker of everybodys) await worker.hold();
    },
    resume: async () => {
      if (!isPaused) for (const worker of everybodys) await worker.resume();
    },
    resize: (concurrency) => slots.resize(concurrency),
    stop: async (graceMs) => {
      await all((worker) => worker.stop(graceMs));
      await Promise.all(following);
    },
    checkRunning: () => {
      for (const worker of workers) worker.checkRunning();
    },
  };
}

type OnEnded = (job: { id?: string | undefined } | undefined) => void;

function startOne(
  { run, name, ...settings }: Omit<TaskWorkerOptions, 'onEnded'> & { onEnded: OnEnded },
  { queue, slots }: { queue: string; slots: Slots },
): Promise<LeasedWorker<TaskJobData>> {
  return LeasedWorker.start<TaskJobData>({
    ...settings,
    queue,
    slots,
    options: name === undefined ? {} : { name },
    work: ({ data, attemptsMade, opts }, { signal }) => {
      const attempt = attemptsMade + 1;
      const attemptsLeft = Math.max(0, (opts.attempts ?? TASK_ATTEMPTS) - attempt);
      return run({ taskId: data.taskId, attempt, attemptsLeft, queue, signal });
    },
  });
}

/** Has what is called at the end of a job waited for by whoever stops the worker. */
function followEnds(
  { onEnded, onError }: Pick<TaskWorkerOptions, 'onEnded' | 'onError'>,
  following: Set<Promise<void>>,
): OnEnded {
  return (job) => {
    if (job?.id === undefined || onEnded === undefined) return;
    // The data of a job that could not be read names no task.
    const call = onEnded(taskIdOf(job.id))
      .catch(onError)
      .finally(() => following.delete(call));
    following.add(call);
  };
}
