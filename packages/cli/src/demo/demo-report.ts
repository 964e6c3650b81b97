import type { Task } from '@opencode-commander/task';
import type { ExpectedStatus } from './issues.ts';

/** One task of the demo, as its JSON shows it; times in seconds. */
type DemoTask = {
  id: string;
  repo: string;
  number: number;
  priority: string;
  status: string;
  pr_url: string | null;
  branch: string;
  commits: number;
  /** From the claim to the first request to the model; null when there was none. */
  seconds_to_first_model_request: number | null;
  /** From being filed to the outcome; null while there is none. */
  seconds_total: number | null;
};

export type DemoReport = { ok: boolean; tasks: DemoTask[] };

/** What came of the tasks; `ok` when each ended as it should, the completed ones with a pull request. */
export function demoReport(outcomes: readonly { task: Task; expected: ExpectedStatus }[]): DemoReport {
  const ok = outcomes.every(({ task, expected }) => {
    const hasWork = task.prUrl !== null && task.commits > 0;
    return task.status === expected && hasWork === (expected === 'completed');
  });
  return { ok, tasks: outcomes.map(({ task }) => demoTask(task)) };
}

function demoTask(task: Task): DemoTask {
  return {
    id: task.id,
    repo: task.source.repo,
    number: task.source.number,
    priority: task.priority,
    status: task.status,
    pr_url: task.prUrl,
    branch: task.branch,
    commits: task.commits,
    seconds_to_first_model_request: seconds(task.startedAt, task.firstModelRequestAt),
    seconds_total: seconds(task.createdAt, task.finishedAt),
  };
}

function seconds(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.round(Date.parse(to) - Date.parse(from)) / 1000;
}
