import type { Task } from '../task.ts';
import { statusComment } from './status-comment.ts';

/** The answer to `/commander status`. */
export function statusReply(task: Task | null): string {
  if (task === null) return 'No agent has this: a trigger label on the issue gives it to one.';
  const failure = task.status === 'failed' && task.failure !== null ? [`Why: \`${task.failure.kind}\``] : [];
  return [statusComment(task, { position: null }), ...failure].join('\n');
}
