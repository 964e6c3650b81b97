import type { Task } from '../task.ts';

/** The answer to `/commander status`. */
export function statusReply(_task: Task | null): string {
  return '';
}
