import type { OutputOf } from '@opencode-commander/control';
import { describeTask } from './describe-task.ts';

/** A page of tasks, a line for each. */
export function describeTasks({ tasks, next }: OutputOf<'tasks.list'>): string {
  const lines = tasks.map((task) => `- ${describeTask(task)}`);
  const rest = next === null ? [] : [`There may be more: cursor ${next}.`];
  return [...(lines.length === 0 ? ['No such task is here.'] : lines), ...rest].join('\n');
}
