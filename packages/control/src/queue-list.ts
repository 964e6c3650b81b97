import { positionOf } from '@opencode-commander/queue';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const queueListInputSchema = z.object({
  limit: z.number().int().min(1).max(1_000).default(100).describe('At most so many tasks'),
});

const queueEntrySchema = z.object({
  position: z.number().int().nullable().describe('1 runs next; null while it waits for its next try'),
  task: taskViewSchema,
});
export type QueueEntry = z.infer<typeof queueEntrySchema>;

export const queueListOutputSchema = z.object({ queue: z.array(queueEntrySchema) });

export const queueListOperation = defineOperation({
  title: 'What waits',
  description: 'Lists the tasks that wait for an agent, in the order in which they will run.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: queueListInputSchema,
  output: queueListOutputSchema,
  run: queueList,
});

/** The tasks that wait for an agent, in the order in which they will run. Throws RedisError. */
export async function queueList(
  { store, queues }: Control,
  input: z.input<typeof queueListInputSchema> = {},
): Promise<z.infer<typeof queueListOutputSchema>> {
  const { limit } = queueListInputSchema.parse(input);
  const tasks = await store.list({ statuses: ['queued'] });
  const entries = await Promise.all(
    tasks.map(async (task) => ({ position: await positionOf(queues, task.id), task: taskView(task) })),
  );
  entries.sort((a, b) => (a.position ?? Infinity) - (b.position ?? Infinity) || 0);
  return { queue: entries.slice(0, limit) };
}
