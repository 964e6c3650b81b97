import type { TaskView } from '@opencode-commander/control';

/** A task in one line, such as `owner/repo#12 "Fix it" (high) is running as 12-a1b2c3`. */
export function describeTask(task: TaskView): string {
  const { repo, number, title, priority, status, id, pr_url: pullRequest, failure } = task;
  const outcome = pullRequest ?? failure?.message;
  return `${repo}#${number} "${title}" (${priority}) is ${status} as ${id}${outcome ? `: ${outcome}` : ''}`;
}
