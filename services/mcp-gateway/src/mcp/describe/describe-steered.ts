import type { OutputOf, TaskView } from '@opencode-commander/control';
import { describeTask } from './describe-task.ts';

/** A task with what it asks, as far as it is asked by an agent. */
export function describeShown({ task }: { task: TaskView }): string {
  const asked = (task.question?.questions ?? []).flatMap(({ question, options }) => [
    question,
    ...options.map((option) => `- ${option}`),
  ]);
  const steps = task.checklist.map(({ text, done }) => `${done ? '[x]' : '[ ]'} ${text}`);
  return [`${describeTask(task)}.`, ...asked, ...steps].join('\n');
}

export function describeAnswered({ answered, task }: OutputOf<'answer'>): string {
  const why = answered ? '' : ' Nothing was changed: that question does not wait any more.';
  return `${describeTask(task)}.${why}`;
}

export function describeChosen({ changed, task }: OutputOf<'model.choose'>): string {
  const why = changed ? '' : ' Nothing was changed: it was chosen already.';
  return `${describeTask(task)}. Its model: ${task.model ?? "the repository's own"}.${why}`;
}

export function describeGranted(output: OutputOf<'budget.grant'>): string {
  const { granted, task, added_usd, limit_usd } = output;
  const why = granted ? '' : ' Nothing was added: it was before, or the task has ended.';
  const limit = limit_usd === null ? 'It has no limit' : `It may cost $${limit_usd.toFixed(2)}`;
  const budget = `${limit}, with $${added_usd.toFixed(2)} added by people`;
  return `${describeTask(task)}. ${budget}; it has cost $${task.usage.cost_usd.toFixed(2)}.${why}`;
}
