import type { TaskView } from '@opencode-commander/control';
import type { FleetView } from '../../../src/pages/fleet/fleet-view.ts';

const AT = '2026-01-01T12:00:00.000Z';

export function aTask(changes: Partial<TaskView> = {}): TaskView {
  return {
    ...{ id: '12-a1b2c3', repo: 'acme/web', number: 12, title: 'Say hello', priority: 'medium' },
    ...{
      github_issue_url: 'https://github.com/acme/web/issues/12',
      status: 'running',
      attempts: 0,
      round: 0,
    },
    ...{
      parent_task_id: null,
      host: 'laptop',
      container_id: null,
      session_id: null,
      branch: 'agent/12-a1b2c3',
    },
    ...{
      base_sha: null,
      pr_url: null,
      pull: null,
      follow_up: null,
      question: null,
      waits_for: null,
      model: null,
    },
    ...{ checklist: [], commits: 0, failure: null, created_at: AT, updated_at: AT, started_at: AT },
    ...{ usage: { input_tokens: 1_000, output_tokens: 200, cost_usd: 0.5 } },
    ...{ first_model_request_at: AT, finished_at: null },
    ...changes,
  };
}

/** A fleet at rest, with what a test changes. */
export function aFleet(status: Partial<FleetView['status']> = {}, rest: Partial<FleetView> = {}): FleetView {
  return {
    status: {
      tasks: {
        queued: 0,
        dispatched: 0,
        running: 0,
        waiting_human: 0,
        completed: 0,
        failed: 0,
        cancelled: 0,
      },
      queue: { critical: 0, high: 0, medium: 0, low: 0 },
      delayed: 0,
      outbox: { waiting: 0, dead: 0 },
      dispatchers: [],
      held: null,
      pauses: [],
      rate_limits: { paused_until: null, limits: [] },
      paused_providers: [],
      running: [],
      waiting: [],
      recent: [],
      processes: [],
      slots: { used: 0, total: 4 },
      budget: { task_usd: null, repo_day_usd: null, day_usd: null, spent_today_usd: 0 },
      ...status,
    },
    queue: [],
    hours: [],
    ...rest,
  };
}
