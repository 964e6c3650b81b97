import type { Task } from '../task.ts';

/** What the session of a follow-up is asked once its work is pushed; the answer has the shape of `FollowUpText`. */
export function renderFollowUpRequest(task: Task): string {
  return `Say in one line what you did on \`${task.branch}\`.`;
}
