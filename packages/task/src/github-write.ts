import { z } from 'zod';
import { taskIdSchema } from './task-id.ts';

/**
 * One write to GitHub, waiting in the outbox. `status` brings the labels and its status comment to what the
 * task's record says when the write is carried out, so that order and repetition do not matter; `comment` is a
 * comment of its own, written once per task and operation.
 */
export const githubWriteSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), taskId: taskIdSchema }),
  z.object({
    kind: z.literal('comment'),
    taskId: taskIdSchema,
    epoch: z.number().int().nonnegative(),
    operation: z.string().regex(/^[a-z_]+$/),
    body: z.string(),
    /** Where to write when there is no task, such as for a refusal. */
    at: z.object({ repo: z.string(), number: z.number().int().positive() }).optional(),
  }),
]);
export type GitHubWrite = z.infer<typeof githubWriteSchema>;
