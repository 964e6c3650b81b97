import type { InputOf, OutputOf } from '@opencode-commander/control';
import { describeTask } from './describe-task.ts';

/** A page of tasks, a line for each. */
export function describeTasks(
  { tasks, next }: OutputOf<'tasks.list'>,
  { statuses, repo, cursor }: InputOf<'tasks.list'> = {},
): string {
  const isNarrowed = [statuses, repo, cursor].some((each) => each !== undefined);
  const none = isNarrowed ? 'No such task is here.' : 'There is no task yet.';
  const lines = tasks.map((task) => `- ${describeTask(task)}`);
  const rest = next === null ? [] : [`There may be more: cursor ${next}.`];
  return [...(lines.length === 0 ? [none] : lines), ...rest].join('\n');
}
