import type { RunningTask, SystemStatus, TaskView } from '@opencode-commander/control';
import { PRIORITIES, STATUSES } from '@opencode-commander/task';
import { activityLines } from './activity-lines.ts';
import { dispatcherTable, formatHeld } from './format-dispatchers.ts';
import type { Paint } from './format-event.ts';
import { formatLimits } from './format-limits.ts';
import { formatPauses } from './format-pauses.ts';
import { formatTable, type Table } from './format-table.ts';
import { relativeTime } from './relative-time.ts';
import { formatMissing, unwellTable } from './unwell-table.ts';
import { askedLines } from './waiting-for.ts';
import { wrap } from './wrap.ts';

export type Showing = { now: Date; columns: number; paint: Paint };

/** What each line of the summary begins with is as wide. */
const LABEL = 'Tasks  ';

/** What goes on, as lines for people. */
export function formatStatus(status: SystemStatus, showing: Showing): string[] {
  const { now, columns } = showing;
  const said = [
    ...summary(status),
    ...formatPauses(status.pauses, now),
    ...formatHeld(status),
    ...formatMissing(status.processes),
    ...formatLimits(status, now),
  ];
  return [
    ...said.flatMap((line) => wrap(line, columns, LABEL.length)),
    ...section('Not well', unwellTable(status.processes, now), showing),
    ...section('Dispatchers', dispatcherTable(status, now), showing),
    ...section('Running', runningTable(status.running, now), showing),
    ...section('Waiting for an answer', waitingTable(status.waiting, now), showing),
    ...section('Ended', endedTable(status.recent, now), showing),
  ];
}

function summary({ tasks, queue, delayed, slots, outbox }: SystemStatus): string[] {
  const counted = STATUSES.flatMap((name) =>
    tasks[name] ? [`${tasks[name]} ${name === 'waiting_human' ? 'waiting for an answer' : name}`] : [],
  );
  const waiting = PRIORITIES.flatMap((name) => (queue[name] ? [`${queue[name]} ${name}`] : []));
  const again = delayed === 1 ? '1 waits for its next try' : `${delayed} wait for their next try`;
  const dead = outbox.dead > 0 ? [`Outbox ${outbox.dead} given up: see commander outbox list`] : [];
  return [
    `Tasks  ${counted.join(', ') || 'none'}`,
    `Queue  ${[...waiting, ...(delayed > 0 ? [again] : [])].join(', ') || 'empty'}`,
    ...(slots.total > 0 ? [`Slots  ${slots.used} of ${slots.total} in use`] : []),
    ...dead,
  ];
}

function section(title: string, table: Table, { columns, paint }: Showing): string[] {
  if (table.rows.length === 0) return [];
  return ['', paint.bold(title), ...formatTable(table, columns, paint.dim)];
}

function runningTable(tasks: readonly RunningTask[], now: Date): Table {
  return {
    head: ['TASK', 'ISSUE', 'PRIORITY', 'STARTED', 'TITLE'],
    rows: tasks.map((task) => [
      task.id,
      issueOf(task),
      task.priority,
      relativeTime(task.started_at, now),
      task.title,
    ]),
    notes: tasks.map(activityLines),
  };
}

function waitingTable(tasks: readonly TaskView[], now: Date): Table {
  return {
    head: ['TASK', 'ISSUE', 'SINCE', 'TITLE'],
    rows: tasks.map((task) => {
      const since = task.question?.asked_at ?? task.updated_at;
      return [task.id, issueOf(task), relativeTime(since, now), task.title];
    }),
    notes: tasks.map((task) => askedLines(task, now)),
  };
}

function endedTable(tasks: readonly TaskView[], now: Date): Table {
  return {
    head: ['TASK', 'ISSUE', 'STATUS', 'ENDED', 'RESULT'],
    rows: tasks.map((task) => [
      task.id,
      issueOf(task),
      task.status,
      relativeTime(task.finished_at, now),
      resultOf(task),
    ]),
  };
}

/** A pull request by its number: its address would seldom fit, and the repository is in the line already. */
export function resultOf({ failure, pr_url }: TaskView): string {
  if (failure !== null) return failure.message;
  return pr_url === null ? '-' : `pull request #${pr_url.split('/').at(-1)}`;
}

export function issueOf({ repo, number }: Pick<TaskView, 'repo' | 'number'>): string {
  return `${repo}#${number}`;
}
