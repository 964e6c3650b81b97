import type { TaskId } from '@opencode-commander/task';
import { LeasedWorker } from './leased-worker.ts';
import { QUEUE_NAMES, TASK_ATTEMPTS, type TaskJobData } from './queues.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** A run that is due, as the worker hands it over. */
export type TaskJob = {
  taskId: TaskId;
  /** 1 for the first try. */
  attempt: number;
  /** Tries that remain after this one. */
  attemptsLeft: number;
  /** How often a worker died holding this job. That costs no attempt: the caller decides when it was too often. */
  crashes: number;
  /**
   * Aborted, with a JobInterrupted as its reason, on shutdown and before the job's lock can have expired. What the run
   * throws after that costs no attempt.
   */
  signal: AbortSignal;
};

export type TaskWorkerOptions = WorkerSettings & {
  /** Runs at once. */
  concurrency: number;
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
  /** Claims nothing more until it is resumed; runs go on. A job that was just being fetched may still come. */
  hold(): Promise<void>;
  /** Claims again, unless it was paused or stopped for good. */
  resume(): Promise<void>;
  /** Claims nothing more, aborts the runs, waits `graceMs` for them; others continue what has not ended by then. */
  stop(graceMs: number): Promise<void>;
  /** Throws RedisError when no jobs are taken (any more): made for a health check. */
  checkRunning(): void;
};

/** Takes tasks off the queue, the most urgent first. Throws RedisError. */
export async function startTaskWorker({
  run,
  concurrency,
  onEnded = async () => undefined,
  ...settings
}: TaskWorkerOptions): Promise<TaskWorker> {
  const following = new Set<Promise<void>>();
  const follow = (job: { data: TaskJobData } | undefined) => {
    if (job === undefined) return;
    const call = onEnded(job.data.taskId)
      .catch(settings.onError)
      .finally(() => following.delete(call));
    following.add(call);
  };
  const worker = await LeasedWorker.start<TaskJobData>({
    ...settings,
    queue: QUEUE_NAMES.tasks,
    options: { concurrency },
    onEnded: follow,
    work: ({ data, attemptsMade, stalledCounter, opts }, { signal }) => {
      const attempt = attemptsMade + 1;
      const attemptsLeft = Math.max(0, (opts.attempts ?? TASK_ATTEMPTS) - attempt);
      return run({ taskId: data.taskId, attempt, attemptsLeft, crashes: stalledCounter, signal });
    },
  });
  let isPaused = false;
  return {
    pause: () => {
      isPaused = true;
      return worker.hold();
    },
    hold: () => worker.hold(),
    resume: async () => {
      if (!isPaused) await worker.resume();
    },
    stop: async (graceMs) => {
      await worker.stop(graceMs);
      await Promise.all(following);
    },
    checkRunning: () => worker.checkRunning(),
  };
}
