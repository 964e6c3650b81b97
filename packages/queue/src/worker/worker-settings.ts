/** What all workers are started with. */
export type WorkerSettings = {
  redisUrl: string;
  prefix: string;
  /** Hears of connection errors and lost locks; the worker goes on by itself. */
  onError: (error: Error) => void;
  /** How long a job stays ours without a sign of life, in ms. After a crash others wait about twice as long for it. */
  lockMs?: number;
  /** After how long a worker that looks for no jobs, although it could, is replaced by a fresh one, in ms. */
  deafMs?: number;
};
