import { promoteTask } from '@opencode-commander/queue';
import { afresh, EXIT_CODES, isVouched, OperatorError, type TaskId } from '@opencode-commander/task';
import { z } from 'zod';
import { changeTask } from './change-task.ts';
import type { ActingControl } from './control.ts';
import { followThrough } from './follow-through.ts';
import { noteWho } from './note-who.ts';
import { defineOperation } from './operation.ts';
import { refuseEnded } from './task-ended-error.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const retryTaskInputSchema = z.object({
  task_id: taskIdInput,
  by: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('What has it tried again, such as comment:34; the same thing does so once'),
});

const retryTaskOutputSchema = z.object({
  retried: z
    .boolean()
    .describe('True when it had failed or was cancelled, or waited for its next try, and now has its turn'),
  task: taskViewSchema,
});
export type Retried = z.infer<typeof retryTaskOutputSchema>;

export const retryOperation = defineOperation({
  title: 'Try a task again',
  description:
    'Queues a task that failed or was cancelled once more; one that waits for its next try gets its turn now.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: retryTaskInputSchema.omit({ by: true }),
  output: retryTaskOutputSchema,
  run: async (control, input) => {
    const retried = await retryTask(control, input);
    if (retried.retried) await noteWho(control, input.task_id, 'tried again');
    else refuseEnded(retried.task);
    return retried;
  },
});

/** Nobody who may start work has vouched for the text. */
export class NoTextError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;

  constructor(id: TaskId) {
    super(
      `Task ${id} has no text that anybody vouched for: put the trigger label on its issue again, to vouch for the present one`,
    );
  }
}

/** Queues a task that failed or was cancelled once more; one between two tries goes now. Throws TaskNotFoundError, NoTextError, RedisError. */
export async function retryTask(
  control: ActingControl,
  input: z.input<typeof retryTaskInputSchema>,
): Promise<Retried> {
  const { task_id, by } = retryTaskInputSchema.parse(input);
  const { changed, task } = await changeTask(control, task_id, (before) => {
    const { status, id, retriedBy } = before;
    if (by !== undefined && retriedBy === by) return null;
    if (status !== 'failed' && status !== 'cancelled') return null;
    if (!isVouched(before)) throw new NoTextError(id);
    return {
      status: 'queued',
      patch: { ...afresh(before), ...(by !== undefined && { retriedBy: by }) },
      message: 'to be tried again',
    };
  });
  if (changed || task.status === 'queued') await followThrough(control, task);
  const promoted = task.status === 'queued' && (await promoteTask(control.queues, task.id));
  return { retried: changed || promoted, task: taskView(task) };
}
