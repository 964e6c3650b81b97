import type { History, QueueEntry, RunningTask, SystemStatus } from '@opencode-commander/control';

/** What a running agent is doing and using. */
export type Activity = NonNullable<RunningTask['activity']>;

/** What ended and was spent in an hour. */
export type Hour = History['hours'][number];

/** Everything that the first page shows. */
export type FleetView = {
  status: SystemStatus;
  queue: readonly QueueEntry[];
  hours: readonly Hour[];
};
