import type { TaskView } from '@opencode-commander/control';
import { describeWait } from './describe-wait.ts';

/** A task in one line, such as `owner/repo#12 "Fix it" (high) is running as 12-a1b2c3`. */
export function describeTask(task: TaskView): string {
  const { repo, number, title, priority, status, id, pr_url: pullRequest, failure, question } = task;
  const asked = question && `it asks "${question.summary}"; answer at ${question.answer_at}`;
  const waits = status === 'queued' && task.waits_for !== null ? describeWait(task.waits_for) : null;
  const outcome = asked ?? waits ?? failure?.message ?? pullRequest;
  return `${repo}#${number} "${title}" (${priority}) is ${status} as ${id}${outcome ? `: ${outcome}` : ''}`;
}
