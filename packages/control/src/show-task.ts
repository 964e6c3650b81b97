import { TaskNotFoundError } from '@opencode-commander/queue';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

const showTaskInputSchema = z.object({ task_id: taskIdInput });

const showTaskOutputSchema = z.object({ task: taskViewSchema });
type ShownTask = z.infer<typeof showTaskOutputSchema>;

export const showTaskOperation = defineOperation({
  title: 'One task',
  description: 'Shows one task: its status, question, checklist, cost, pull request and failure.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: showTaskInputSchema,
  output: showTaskOutputSchema,
  run: showTask,
});

/** One task as it is now. Throws TaskNotFoundError, RedisError. */
async function showTask(
  { store }: Pick<Control, 'store'>,
  input: z.input<typeof showTaskInputSchema>,
): Promise<ShownTask> {
  const { task_id } = showTaskInputSchema.parse(input);
  const task = await store.get(task_id);
  if (task === null) throw new TaskNotFoundError(task_id);
  return { task: taskView(task) };
}
