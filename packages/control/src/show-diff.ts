import { TaskNotFoundError } from '@opencode-commander/queue';
import { taskDiffSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { taskIdInput } from './task-input.ts';

const showDiffInputSchema = z.object({ task_id: taskIdInput });

const showDiffOutputSchema = taskDiffSchema;
export type ShownDiff = z.infer<typeof showDiffOutputSchema>;

export const showDiffOperation = defineOperation({
  title: 'What a task changes',
  description:
    'Shows what the published work of a task changes, as a unified diff of at most 256 KiB; nothing while none was published.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: showDiffInputSchema,
  output: showDiffOutputSchema,
  run: showDiff,
});

const NOTHING: ShownDiff = { files: [], diff: '', truncated: false };

/** What a task's published work changes. Throws TaskNotFoundError, RedisError. */
async function showDiff(
  { store }: Pick<Control, 'store'>,
  input: z.input<typeof showDiffInputSchema>,
): Promise<ShownDiff> {
  const { task_id } = showDiffInputSchema.parse(input);
  if ((await store.get(task_id)) === null) throw new TaskNotFoundError(task_id);
  return (await store.readDiff(task_id)) ?? NOTHING;
}
