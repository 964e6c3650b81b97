import type { PendingQuestion } from './question.ts';
import type { Task } from './task.ts';

export type NextQuestion = {
  task: Pick<Task, 'questions'>;
  now: Date;
  /** How long it may wait for people, in milliseconds. */
  humanMs: number;
};

/** What every question of a task has: the number after those asked before, when it is asked, and until when it waits. */
export function nextQuestion({
  task,
  now,
  humanMs,
}: NextQuestion): Pick<PendingQuestion, 'number' | 'askedAt' | 'deadline'> {
  const deadline = new Date(now.getTime() + humanMs).toISOString();
  return { number: task.questions + 1, askedAt: now.toISOString(), deadline };
}
