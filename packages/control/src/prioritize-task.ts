import { positionOf } from '@opencode-commander/queue';
import { isTerminal, prioritySchema } from '@opencode-commander/task';
import { z } from 'zod';
import { changeTask } from './change-task.ts';
import type { ActingControl } from './control.ts';
import { followThrough } from './follow-through.ts';
import { noteWho } from './note-who.ts';
import { defineOperation } from './operation.ts';
import { settlePriority } from './settle-priority.ts';
import { refuseEnded } from './task-ended-error.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const prioritizeTaskInputSchema = z.object({
  task_id: taskIdInput,
  priority: prioritySchema.describe('How urgent it is from now on'),
});

export const prioritizeTaskOutputSchema = z.object({
  changed: z.boolean().describe('False when it has this priority already'),
  position: z
    .number()
    .int()
    .nullable()
    .describe('Place in the queue, 1 runs next; null when it does not wait there'),
  task: taskViewSchema,
});
export type Prioritized = z.infer<typeof prioritizeTaskOutputSchema>;

export const prioritizeOperation = defineOperation({
  title: 'Give a task another priority',
  description: 'Gives a task another priority; one that waits moves in the queue.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: prioritizeTaskInputSchema,
  output: prioritizeTaskOutputSchema,
  run: async (control, input) => {
    const prioritized = await prioritizeTask(control, input);
    if (prioritized.changed) await noteWho(control, input.task_id, `its priority is ${input.priority} now`);
    else refuseEnded(prioritized.task);
    return prioritized;
  },
});

/** Gives a task another priority; one that waits moves in the queue. Throws TaskNotFoundError, RedisError. */
export async function prioritizeTask(
  control: ActingControl,
  input: z.input<typeof prioritizeTaskInputSchema>,
): Promise<Prioritized> {
  const { task_id, priority } = prioritizeTaskInputSchema.parse(input);
  const { changed, task } = await changeTask(control, task_id, ({ status, priority: before }) =>
    before === priority || isTerminal(status) ? null : { patch: { priority } },
  );
  // Also when nothing was changed: somebody may have died between the record and the queue.
  if (!isTerminal(task.status)) await settlePriority(control, task);
  if (changed) await followThrough(control, task);
  const position = await positionOf(control.queues, task.id);
  return { changed, position, task: taskView(task) };
}
