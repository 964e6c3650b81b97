import { type Job, Worker, type WorkerOptions } from 'bullmq';

/** A renewal of the locks behind `tokens`, except those of the `lost` job ids; `sentAt` by performance.now(). */
export type Renewal = { tokens: readonly string[]; lost: readonly string[]; sentAt: number };

/** BullMQ's own event comes after the reply; how long a lock lasts counts from before the request. */
export class RenewalWatchingWorker<Data, Result> extends Worker<Data, Result> {
  readonly #onRenewal: (renewal: Renewal) => void;

  constructor(
    name: string,
    processor: (job: Job<Data, Result>, token?: string) => Promise<Result>,
    { onRenewal, ...options }: WorkerOptions & { onRenewal: (renewal: Renewal) => void },
  ) {
    super(name, processor, options);
    this.#onRenewal = onRenewal;
  }

  override async extendJobLocks(jobIds: string[], tokens: string[], durationMs: number): Promise<string[]> {
    const sentAt = performance.now();
    const lost = await super.extendJobLocks(jobIds, tokens, durationMs);
    this.#onRenewal({ tokens, lost, sentAt });
    return lost;
  }
}
