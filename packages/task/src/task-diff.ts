import { z } from 'zod';

/** What a task's published work changes. The text and the paths are an agent's: untrusted. */
export const taskDiffSchema = z.object({
  files: z
    .array(
      z.object({
        path: z.string(),
        added: z.number().int().nullable().describe('Lines; null for a binary file'),
        deleted: z.number().int().nullable(),
      }),
    )
    .describe('The changed files, at most 1000 of them'),
  diff: z.string().describe('A unified diff of whole lines, without colours'),
  truncated: z.boolean().describe('Whether there is more than is kept'),
});
export type TaskDiff = z.infer<typeof taskDiffSchema>;
