import { z } from 'zod';

/** What the agent is asked to say of a follow-up once it is done. */
export const followUpTextSchema = z.object({
  summary: z.string().trim().min(1).max(500).describe('One line for the pull request: what was done'),
  replies: z
    .array(
      z.object({
        comment_id: z.number().int().describe('The id of the comment, as it was given'),
        reply: z.string().trim().min(1).max(10_000).describe('What was done about it, or why nothing was'),
      }),
    )
    .max(500)
    .describe('An answer to each review comment'),
});
export type FollowUpText = z.infer<typeof followUpTextSchema>;
