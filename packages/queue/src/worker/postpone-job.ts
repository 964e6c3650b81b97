/** Thrown by a run whose time has not come: its job waits until `untilMs` (Unix time in ms), and no attempt is spent. */
export class PostponeJob extends Error {
  readonly untilMs: number;
  readonly reason: string;

  /** `reason`: a few words for people, shown on the job. */
  constructor(untilMs: number, reason: string) {
    super(`Postponed until ${new Date(untilMs).toISOString()}: ${reason}`);
    this.name = 'PostponeJob';
    this.untilMs = untilMs;
    this.reason = reason;
  }
}
