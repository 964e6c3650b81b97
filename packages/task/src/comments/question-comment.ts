import type { Task } from '../task.ts';

/** The comment that asks people the task's pending question, of whatever kind, and says how to answer; '' without one. */
export function questionComment(_task: Task): string {
  return '';
}

/** Operation of the marker under which a question is asked. */
export function questionOperation(number: number): string {
  return `question_${number}`;
}
