/**
 * What keeps work from being lost or done twice. All are on where promises are checked; a test switches each off to see that
 * the rig notices.
 */
export type Protections = {
  /** Writes of a run whose epoch is not the record's are refused. */
  epochs: boolean;
  /** Only legal transitions are written. */
  transitions: boolean;
  /** A claim's epoch is at least the store's clock, so that a store that forgot gives no epoch twice. */
  clockEpochs: boolean;
  /** While a run publishes its task is not cancelled. */
  publishingHold: boolean;
  /** A run stops by its own clock before its lock can have expired. */
  lease: boolean;
  /** Comments and pull requests are looked for before they are written. */
  lookFirst: boolean;
  /** What was dealt with is remembered. */
  handled: boolean;
  /** A task that took its worker down three times has failed. */
  poison: boolean;
  /** Containers that no task owns are removed. */
  reaping: boolean;
  /** Tasks without a job get one. */
  missingJobs: boolean;
  /** What GitHub shows is compared with the records: at visits, and the labels of what is open at every tick. */
  repair: boolean;
  /** A thread is noted to be visited before its task ends by itself. */
  noting: boolean;
  /** A lost record is made again from the pull request's marker. */
  rebuild: boolean;
};

export const ALL_PROTECTIONS: Protections = {
  epochs: true,
  transitions: true,
  clockEpochs: true,
  publishingHold: true,
  lease: true,
  lookFirst: true,
  handled: true,
  poison: true,
  reaping: true,
  missingJobs: true,
  repair: true,
  noting: true,
  rebuild: true,
};
