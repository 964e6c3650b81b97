import { isVouched } from '../new-task.ts';
import type { PendingQuestion, Reply } from '../question.ts';
import type { Task } from '../task.ts';

/**
 * Whether a task ends with this reply to its question: it goes on without more rights, but not without money, another round,
 * or a text that somebody vouched for.
 */
export function endsTask(task: Task, { kind }: PendingQuestion, reply: Reply): boolean {
  if (reply.kind !== 'deny') return false;
  return kind === 'budget' || kind === 'rounds' || (kind === 'edited' && !isVouched(task));
}
