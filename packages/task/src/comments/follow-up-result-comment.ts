import type { Task } from '../task.ts';

/** The comment on a pull request that tells what a follow-up did. */
export function followUpResultComment(_task: Task, summary: string): string {
  return summary;
}
