import type { Failure } from '@opencode-commander/task';

/** The task has failed for good, and its record says so: the job is shown as failed, and not tried again. */
export class RunFailed extends Error {
  readonly retryable = false;

  constructor({ kind, message }: Failure) {
    super(`${kind}: ${message}`);
    this.name = 'RunFailed';
  }
}
