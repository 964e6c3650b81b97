import { isTerminal, type Status, type Task, type TaskId } from '@opencode-commander/task';
import { capEvent } from './cap-event.ts';
import { encodeExpected, encodePatch, type TaskPatch } from './task-record.ts';

/** A claim takes a queued task for a run on `host`, by the dispatcher of this name; `at` is an ISO instant. */
export type Claim = { id: TaskId; host: string; dispatcher?: string; at: string; message?: string };

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
  /** Only while these fields of the task still are so. */
  given?: Partial<Task>;
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
  /** Fields and values the record must have. */
  given: string[];
  /** For how long nobody may cancel the task, in ms; null leaves that as it is. */
  publishingMs: number | null;
};

export function claimWrite({ id, host, dispatcher, at, message = '' }: Claim): TaskWrite {
  const begun = {
    host,
    dispatcher: dispatcher ?? null,
    startedAt: at,
    firstModelRequestAt: null,
    finishedAt: null,
    failure: null,
  };
  const fields = encodePatch({ ...begun, waitsFor: null, publishingUntil: null });
  return { id, epoch: null, to: 'dispatched', at, message, fields, given: [], publishingMs: 0 };
}

export function changeWrite({ id, epoch, at, status, patch, given = {}, message = '' }: Change): TaskWrite {
  // Whoever leaves a status has published or never will.
  const left = status && { finishedAt: isTerminal(status) ? at : null, publishingUntil: null };
  const changes = { ...left, ...patch };
  return {
    id,
    epoch,
    to: status ?? null,
    at,
    message,
    fields: encodePatch(changes),
    given: encodeExpected(given),
    publishingMs: publishingMs(changes.publishingUntil, at),
  };
}

/** A duration instead of an instant: the writer's clock need not be Redis's. */
function publishingMs(until: string | null | undefined, at: string): number | null {
  if (until === undefined) return null;
  return until === null ? 0 : Math.max(0, Date.parse(until) - Date.parse(at));
}

/** An entry of the event log that tells of a status. */
export function eventText(event: { status: Status; at: string; message: string }): string {
  return JSON.stringify(capEvent({ type: 'status', ...event }));
}
