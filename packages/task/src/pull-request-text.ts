import { z } from 'zod';

/** What the agent is asked to say of its work once it is done. */
export const pullRequestTextSchema = z.object({
  title: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .describe('The pull request title: imperative, at most 70 characters'),
  body: z.string().max(60_000).describe('What was changed and why, in Markdown, with how it was tested'),
  summary: z.string().trim().min(1).max(500).describe('One line for the issue: what was done'),
});
export type PullRequestText = z.infer<typeof pullRequestTextSchema>;
