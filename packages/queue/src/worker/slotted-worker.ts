import type { Job } from 'bullmq';
import { ObservedWorker, type ObservedWorkerOptions } from './observed-worker.ts';
import type { Claimant, Slot, Slots } from './slots.ts';

type SlottedOptions = ObservedWorkerOptions & { slots: Slots; claimant: Claimant };

/** A worker that fetches a job only when it has a slot for it. */
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
    super(name, processor, options);
    this.#slots = slots;
    this.#claimant = claimant;
  }

  override get isHeldUp(): boolean {
    return this.#isHeldUp;
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
    try {
      return await super.processJob(job, token, () => false);
    } finally {
      this.#held.get(token)?.release();
      this.#held.delete(token);
    }
  }
}
