/** Thrown by a run whose time has not come: its job waits for `forMs`, and no attempt is spent. */
export class PostponeJob extends Error {
  readonly forMs: number;
  readonly reason: string;

  /** `reason`: a few words for people, shown on the job. */
  constructor(forMs: number, reason: string) {
    super(`Postponed for ${Math.ceil(forMs / 1000)} s: ${reason}`);
    this.name = 'PostponeJob';
    this.forMs = forMs;
    this.reason = reason;
  }
}
