import type { CorruptTaskError } from '../store/store-error.ts';

/** A write needs a record that no attempt can read: it is given up, so that others have their turn, and can be replayed. */
export class UnreadableRecord extends Error {
  readonly retryable = false;

  constructor(cause: CorruptTaskError) {
    super(cause.message, { cause });
    this.name = 'UnreadableRecord';
  }
}
