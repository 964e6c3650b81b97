import { type TaskId, taskIdSchema } from '@opencode-commander/task';
import type { TaskKeys } from './store-scripts.ts';

/** Where the store keeps things. All keys share a hash tag, so that a Redis Cluster holds them together. */
export type StoreKeys = {
  /** The record, event log and diff of a task; null for what is no task id. */
  of(id: TaskId): (TaskKeys & { diff: string }) | null;
  records: string;
  /**
   * Sorted sets of task ids: `all` and one per status (score: createdAt in ms), `ids` (all of them too, in the order of their
   * text), and of those that have ended `expiry` (score: expiresAt in ms) and `ended` (score: when, in ms).
   */
  index: string;
  /** What ended in an hour, and what was spent: a hash each, named by the hours since 1970. */
  hours: string;
  /** Where the id of every task that changes is published. */
  changes: string;
  /** Where the id of every task is published to whose log something was added, beside its changes. */
  logged: string;
};

export function storeKeys(prefix: string): StoreKeys {
  const records = `${keyPrefix(prefix)}:task:`;
  return {
    of: (id) =>
      taskIdSchema.safeParse(id).success
        ? { record: `${records}${id}`, events: `${records}${id}:events`, diff: `${records}${id}:diff` }
        : null,
    records,
    // Not `tasks:`, which is BullMQ's: it keeps sorted sets named after its own states there.
    index: `${keyPrefix(prefix)}:index:`,
    hours: `${keyPrefix(prefix)}:hour:`,
    changes: `${keyPrefix(prefix)}:changes`,
    logged: `${keyPrefix(prefix)}:logged`,
  };
}

/** For how long an hour is remembered, in seconds: a week, and the one it was begun in. */
export const HOUR_KEPT_S = 8 * 86_400;

/** The prefix of all our keys, BullMQ's included, as a hash tag. */
export function keyPrefix(prefix: string): string {
  return `{${prefix}}`;
}
