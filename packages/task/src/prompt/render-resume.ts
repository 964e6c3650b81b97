import type { Task } from '../task.ts';

/** What a session that was let go is told when a run takes it up: what people answered, or just to go on. */
export function renderResume(_task: Task): string {
  return 'Go on where you stopped.';
}
