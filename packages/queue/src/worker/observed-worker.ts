import { type Job, type JobJson, Worker, type WorkerOptions } from 'bullmq';

/** A renewal of the locks behind `tokens`, except those of the `lost` job ids; `sentAt` by performance.now(). */
export type Renewal = { tokens: readonly string[]; lost: readonly string[]; sentAt: number };

export type ObservedWorkerOptions = WorkerOptions & { onRenewal: (renewal: Renewal) => void };

/** Also BullMQ's `drainDelay`. */
const LONGEST_BLOCK_S = 5;

/** A BullMQ worker that tells more of itself than its events do. */
export class ObservedWorker<Data, Result> extends Worker<Data, Result> {
  readonly #onRenewal: (renewal: Renewal) => void;
  #rounds = 0;
  #busy = 0;
  #onIdle: (() => void) | undefined;

  constructor(
    name: string,
    processor: (job: Job<Data, Result>, token?: string) => Promise<Result>,
    { onRenewal, ...options }: ObservedWorkerOptions,
  ) {
    super(name, processor, options);
    this.#onRenewal = onRenewal;
  }

  /** How often it has looked for a job, or has put one away: a worker with a free slot does so every few seconds. */
  get rounds(): number {
    return this.#rounds;
  }

  /** How many jobs it has, until they are put away. */
  get busy(): number {
    return this.#busy;
  }

  /** It looks for no job, for it waits for something else than Redis. */
  get isHeldUp(): boolean {
    return false;
  }

  /** Resolves when it has no job. */
  idle(): Promise<void> {
    if (this.#busy === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** No longer than it waits when nothing is delayed: a connection that is silent for longer than that is dead. */
  override get maximumBlockTimeout(): number {
    return LONGEST_BLOCK_S;
  }

  /** BullMQ's own event comes after the reply; how long a lock lasts counts from before the request. */
  override async extendJobLocks(jobIds: string[], tokens: string[], durationMs: number): Promise<string[]> {
    const sentAt = performance.now();
    const lost = await super.extendJobLocks(jobIds, tokens, durationMs);
    this.#onRenewal({ tokens, lost, sentAt });
    return lost;
  }

  /** A job whose data is no JSON fails for good when it is processed: BullMQ would throw here, and leave it in the way. */
  protected override createJob(json: JobJson, jobId: string): Job<Data, Result> {
    if (isJson(json.data)) return super.createJob(json, jobId);
    const deferredFailure = `Job ${jobId} of the queue ${this.name} cannot be read: its data is no JSON`;
    return super.createJob({ ...json, data: '{}', deferredFailure }, jobId);
  }

  protected override moveToActive(...args: Parameters<Worker<Data, Result>['moveToActive']>) {
    this.#rounds += 1;
    return super.moveToActive(...args);
  }

  override async processJob(...args: Parameters<Worker<Data, Result>['processJob']>) {
    this.#busy += 1;
    try {
      return await super.processJob(...args);
    } finally {
      this.#busy -= 1;
      this.#rounds += 1;
      if (this.#busy === 0) this.#onIdle?.();
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
