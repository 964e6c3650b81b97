import { readActivity, TaskNotFoundError } from '@opencode-commander/queue';
import { z } from 'zod';
import { activityView, activityViewSchema } from './activity-view.ts';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

const showTaskInputSchema = z.object({ task_id: taskIdInput });

const showTaskOutputSchema = z.object({
  task: taskViewSchema,
  activity: activityViewSchema
    .nullable()
    .describe('What its agent does and uses, as seen a moment ago; null while nobody knows'),
});
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
  { store, queues }: Control,
  input: z.input<typeof showTaskInputSchema>,
): Promise<ShownTask> {
  const { task_id } = showTaskInputSchema.parse(input);
  const task = await store.get(task_id);
  if (task === null) throw new TaskNotFoundError(task_id);
  const activity = (await readActivity(queues, [task_id])).get(task_id);
  return { task: taskView(task), activity: activityView(activity) };
}
