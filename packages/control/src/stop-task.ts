import { dropTask } from '@opencode-commander/queue';
import { z } from 'zod';
import { changeTask } from './change-task.ts';
import type { ActingControl } from './control.ts';
import { followThrough } from './follow-through.ts';
import { defineOperation } from './operation.ts';
import { refuseEnded } from './task-ended-error.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const stopTaskInputSchema = z.object({
  task_id: taskIdInput,
  reason: z
    .string()
    .max(500)
    .default('stopped')
    .describe('Why, in a few words: it goes to the log of the task'),
  by: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('What stops it, such as comment:34; the same thing stops nothing a second time'),
  even_completed: z
    .boolean()
    .default(false)
    .describe('Cancel a completed task too, because its pull request was closed'),
});

export const stopTaskOutputSchema = z.object({
  stopped: z.boolean().describe('False when it was cancelled already'),
  task: taskViewSchema,
});
export type Stopped = z.infer<typeof stopTaskOutputSchema>;

export const cancelOperation = defineOperation({
  title: 'Stop a task',
  description:
    'Cancels a task, also while an agent works on it: nothing more comes of it, and its container is removed. Not while its work is being published.',
  effect: 'destroys',
  repeatable: true,
  asksGitHub: false,
  input: stopTaskInputSchema.pick({ task_id: true, reason: true }),
  output: stopTaskOutputSchema,
  // Not as `by` of the task: the same face may stop it once more after a retry.
  run: async (control, { task_id, reason = 'stopped' }) => {
    const result = await stopTask(control, { task_id, reason: `${reason}, by ${control.by}` });
    // What is cancelled already is as it was to be.
    if (!result.stopped && result.task.status !== 'cancelled') refuseEnded(result.task);
    return result;
  },
});

/**
 * Cancels a task, also while it runs: from then on its run can write nothing any more. Throws TaskNotFoundError,
 * RedisError, and PublishingError while its work is being published.
 */
export async function stopTask(
  control: ActingControl,
  input: z.input<typeof stopTaskInputSchema>,
): Promise<Stopped> {
  const { task_id, reason, by, even_completed } = stopTaskInputSchema.parse(input);
  const { changed, task } = await changeTask(control, task_id, ({ status, stoppedBy }) => {
    if (by !== undefined && stoppedBy === by) return null;
    if (status === 'failed' || status === 'cancelled') return null;
    if (status === 'completed' && !even_completed) return null;
    const patch = {
      question: null,
      answer: null,
      waitsFor: null,
      ...(by !== undefined && { stoppedBy: by }),
    };
    return { status: 'cancelled', patch, message: reason };
  });
  // Also when nothing was changed: somebody may have died between the record and what follows from it.
  if (task.status === 'cancelled') {
    await dropTask(control.queues, task.id);
    await followThrough(control, task);
  }
  return { stopped: changed, task: taskView(task) };
}
