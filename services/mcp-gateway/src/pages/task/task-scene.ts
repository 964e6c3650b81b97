import type { ControlClient, ShownDiff, TaskView } from '@opencode-commander/control';
import type { LoggedEvent } from '@opencode-commander/queue';
import type { Activity } from '../fleet/fleet-view.ts';
import { mergeCalls } from './merge-calls.ts';

/** Everything that a task's page shows. */
export type TaskScene = {
  task: TaskView;
  /** What its agent does right now; null unless it runs. */
  activity: Activity | null;
  /** Its changes of status, oldest first. */
  statuses: readonly LoggedEvent[];
  /** The latest of what happened, oldest first, each call of a tool once. */
  events: readonly LoggedEvent[];
  /** Whether there was more before these. */
  hasEarlier: boolean;
  /** What its published work changes. */
  diff: ShownDiff;
};

const PAGE = 500;
const MOST_EVENTS = 200;
const MOST_STATUSES = 100;
const NO_DIFF: ShownDiff = { files: [], diff: '', truncated: false };

/** Reads a task's page again and again; of its log only what is new. Throws TaskNotFoundError, RedisError. */
export function taskSceneReader(client: Pick<ControlClient, 'ask'>, task_id: string) {
  let cursor = '0-0';
  let statuses: LoggedEvent[] = [];
  let events: LoggedEvent[] = [];
  let hasEarlier = false;
  let diff = NO_DIFF;
  let diffOf = '';
  return inTurn(async (): Promise<Omit<TaskScene, 'activity'>> => {
    for (let more = true; more; ) {
      const page = await client.ask('logs', { task_id, after: cursor, limit: PAGE });
      const merged = mergeCalls([...events, ...page.events]);
      hasEarlier ||= merged.length > MOST_EVENTS;
      statuses = [...statuses, ...page.events.filter(isStatus)].slice(-MOST_STATUSES);
      events = merged.slice(-MOST_EVENTS);
      cursor = page.next;
      more = page.more;
    }
    const { task } = await client.ask('tasks.show', { task_id });
    // Its run publishes before it ends, and says then how many commits.
    const published = `${task.status} ${task.commits}`;
    if (published !== diffOf) diff = await client.ask('tasks.diff', { task_id });
    diffOf = published;
    return { task, statuses, events, hasEarlier, diff };
  });
}

/** Begins a read when the one before is over: they go on where that one came to. */
function inTurn<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(read, read);
    last = next;
    return next;
  };
}

function isStatus({ event }: LoggedEvent): boolean {
  return event.type === 'status';
}
