import type { Task } from '../task.ts';
import { answerText } from './answer-text.ts';

/** What a session that was let go is told when a run takes it up: what people answered, or just to go on. */
export function renderResume({ question, answer }: Task): string {
  if (question === null || answer === null || answer.to !== question.number)
    return 'You were interrupted. Your files and what you pushed are as you left them: look at `git status`, then go on.';
  return `${answerText({ question, answer })}\n\nGo on where you stopped.`;
}
