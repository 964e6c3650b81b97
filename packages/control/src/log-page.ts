import { TaskNotFoundError } from '@opencode-commander/queue';
import { taskEventSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { taskIdInput } from './task-input.ts';

/** A place in the log of a task, as Redis names the entries of a stream. */
export const logCursorSchema = z.string().regex(/^\d{1,19}-\d{1,19}$/);

const logPageInputSchema = z.object({
  task_id: taskIdInput,
  after: logCursorSchema
    .optional()
    .describe('Only what came after this cursor, 0-0 for everything; the latest events unless given'),
  limit: z.number().int().min(1).max(500).default(100).describe('At most so many events'),
});

const logPageOutputSchema = z.object({
  events: z.array(z.object({ cursor: z.string(), event: taskEventSchema })).describe('Oldest first'),
  next: z.string().describe('What to give as `after` to go on from here'),
  more: z.boolean().describe('Whether there is more after these already'),
});
export type LogPage = z.infer<typeof logPageOutputSchema>;

export const logPageOperation = defineOperation({
  title: 'What happened to a task',
  description:
    'Shows a page of the log of a task: its statuses, what its agent said and did, and what the services did for it.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: logPageInputSchema,
  output: logPageOutputSchema,
  run: logPage,
});

/** A page of what happened to a task. Throws TaskNotFoundError, RedisError. */
async function logPage(
  { store }: Pick<Control, 'store'>,
  input: z.input<typeof logPageInputSchema>,
): Promise<LogPage> {
  const { task_id, after, limit } = logPageInputSchema.parse(input);
  if ((await store.get(task_id)) === null) throw new TaskNotFoundError(task_id);
  const where = after === undefined ? { last: true } : { after };
  const { events, end } = await store.readPart(task_id, { ...where, limit });
  const next = end ?? after ?? '0-0';
  // Entries that cannot be read are left out, so that a short page need not be the last one.
  const further = await store.readPart(task_id, { after: next, last: true, limit: 1 });
  return { events, next, more: further.end !== null };
}
