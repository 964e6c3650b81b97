import { type RunningTask, type SystemStatus, taskView } from '@opencode-commander/control';
import { newTask, type Task } from '@opencode-commander/task';

/** A task of acme/web as the outside sees it. */
export function aTask(number: number, changes: Partial<Task> = {}) {
  const issue = {
    repoId: 1,
    repo: 'acme/web',
    number,
    title: `Task ${number}`,
    body: '',
    labels: [],
    url: 'u',
  };
  return taskView({
    ...newTask({ issue, host: 'h', now: new Date('2026-11-20T11:00:00.000Z') }),
    ...changes,
  });
}

/** The same with an agent at work on it. */
export function atWork(number: number, activity: RunningTask['activity'] = null): RunningTask {
  return { ...aTask(number, { status: 'running' }), activity };
}

export const QUIET: SystemStatus = {
  tasks: { queued: 0, dispatched: 0, running: 0, waiting_human: 0, completed: 0, failed: 0, cancelled: 0 },
  queue: { critical: 0, high: 0, medium: 0, low: 0 },
  delayed: 0,
  outbox: { waiting: 0, dead: 0 },
  processes: [],
  slots: { used: 0, total: 0 },
  dispatchers: [],
  held: null,
  pauses: [],
  rate_limits: { paused_until: null, limits: [] },
  paused_providers: [],
  budget: { task_usd: null, repo_day_usd: null, day_usd: null, spent_today_usd: 0 },
  running: [],
  waiting: [],
  recent: [],
};

export const ANT = {
  host: 'ant',
  pid: 7,
  started_at: '2026-11-20T11:00:00.000Z',
  last_seen: '2026-11-20T12:00:00.000Z',
  alive: true,
  slots: 4,
  running: [],
  refuses: null,
};
