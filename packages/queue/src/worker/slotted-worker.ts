import type { Job } from 'bullmq';
import { ObservedWorker, type ObservedWorkerOptions } from './observed-worker.ts';
import type { Claimant, Slot, Slots } from './slots.ts';

type SlottedOptions = ObservedWorkerOptions & { slots: Slots; claimant: Claimant };

/**
 * A worker that fetches a job only when it has a slot for it. It fetches one at a time: BullMQ begins with none of those it has
 * fetched while it waits for another.
 */
export class SlottedWorker<Data, Result> extends ObservedWorker<Data, Result> {
  readonly #slots: Slots;
  readonly #claimant: Claimant;
  readonly #held = new Map<string, Slot>();
  #isHeldUp = false;

  constructor(
    name: string,
    processor: (job: Job<Data, Result>, token?: string) => Promise<Result>,
    { slots, claimant, ...options }: SlottedOptions,
  ) {
    super(name, processor, { ...options, concurrency: 1 });
    this.#slots = slots;
    this.#claimant = claimant;
  }

  override get isHeldUp(): boolean {
    return this.#isHeldUp;
  }

  override limit(): void {
    // Its slots do that.
  }

  protected override async moveToActive(token: string, name?: string) {
    this.#isHeldUp = true;
    const slot = await this.#slots.take(this.#claimant);
    this.#isHeldUp = false;
    const isWanted = slot !== null && !this.paused && !this.closing;
    let isFetched = false;
    try {
      const job: Job<Data, Result> | undefined = isWanted
        ? await super.moveToActive(token, name)
        : await this.nextJobFromJobData();
      isFetched = job !== undefined;
      return job;
    } finally {
      if (!isFetched) slot?.release();
      else if (slot !== null) this.#held.set(token, slot);
    }
  }

  /** Never with the next job in the same step: who has the slot then is decided anew. */
  override async processJob(job: Job<Data, Result>, token: string) {
    const processing = super.processJob(job, token, () => false);
    this.concurrency = this.busy + 1;
    try {
      return await processing;
    } finally {
      this.concurrency = this.busy + 1;
      this.#held.get(token)?.release();
      this.#held.delete(token);
    }
  }
}
