import { isTerminal, type Status, type TaskId } from '@opencode-commander/task';
import { capEvent } from './cap-event.ts';
import { encodePatch, type TaskPatch } from './task-record.ts';

/** A claim takes a queued task for a run on `host`; `at` is an ISO instant. */
export type Claim = { id: TaskId; host: string; at: string; message?: string };

/**
 * A change by the run that holds `epoch`. With `status` it is a transition; it goes to the event log in the same step,
 * with `message`, so that whoever follows the log never misses it.
 */
export type Change = {
  id: TaskId;
  epoch: number;
  at: string;
  status?: Status;
  patch?: TaskPatch;
  message?: string;
};

/** One call of the script that changes a task; `epoch` null raises it. */
export type TaskWrite = {
  id: TaskId;
  epoch: number | null;
  to: Status | null;
  at: string;
  message: string;
  fields: string[];
};

export function claimWrite({ id, host, at, message = '' }: Claim): TaskWrite {
  const begun = { host, startedAt: at, firstModelRequestAt: null, finishedAt: null, failure: null };
  return { id, epoch: null, to: 'dispatched', at, message, fields: encodePatch(begun) };
}

export function changeWrite({ id, epoch, at, status, patch, message = '' }: Change): TaskWrite {
  const ended = status && { finishedAt: isTerminal(status) ? at : null };
  return { id, epoch, to: status ?? null, at, message, fields: encodePatch({ ...ended, ...patch }) };
}

/** An entry of the event log that tells of a status. */
export function eventText(event: { status: Status; at: string; message: string }): string {
  return JSON.stringify(capEvent({ type: 'status', ...event }));
}
