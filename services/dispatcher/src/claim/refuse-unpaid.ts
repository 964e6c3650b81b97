import type { Task } from '@opencode-commander/task';
import { TaskFailure } from '../task-failure.ts';

/** Throws when people were asked for more money and said no. */
export function refuseUnpaid({ question, answer }: Pick<Task, 'question' | 'answer'>): void {
  if (question?.kind !== 'budget' || answer?.reply.kind !== 'deny' || answer.to !== question.number) return;
  const { spentUsd, limitUsd } = question;
  throw new TaskFailure(
    'budget',
    `$${spentUsd.toFixed(2)} of $${limitUsd.toFixed(2)} were spent, and ${answer.by} gave no more`,
  );
}
