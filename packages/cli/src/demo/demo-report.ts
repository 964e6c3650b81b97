import type { Task } from '@opencode-commander/task';
import type { IssueOutcome } from './watch-issues.ts';

/** One task of the demo, as its JSON shows it; times in seconds. */
type DemoTask = {
  id: string;
  repo: string;
  number: number;
  /** 0 for the issue's own task, 1 for the follow-up on its pull request. */
  round: number;
  /** What called for the follow-up; null for an issue's own task. */
  follow_up: string | null;
  priority: string;
  status: string;
  /** Questions that people were asked. */
  questions: number;
  /** Claims by a dispatcher: more than one for a task that waited for an answer or gave its slot to a critical one. */
  runs: number;
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
export function demoReport(outcomes: readonly IssueOutcome[]): DemoReport {
  const ok = outcomes.every(({ task, followUp, expected }) => {
    const hasWork = task.prUrl !== null && task.commits > 0;
    const isDone = task.status === expected && hasWork === (expected === 'completed');
    return isDone && (followUp === null || followUp.status === 'completed');
  });
  const tasks = outcomes.flatMap(({ task, followUp }) => (followUp === null ? [task] : [task, followUp]));
  return { ok, tasks: tasks.map(demoTask) };
}

function demoTask(task: Task): DemoTask {
  return {
    id: task.id,
    repo: task.source.repo,
    number: task.source.number,
    round: task.round,
    follow_up: task.followUp?.kind ?? null,
    priority: task.priority,
    status: task.status,
    questions: task.questions,
    runs: task.runs,
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
