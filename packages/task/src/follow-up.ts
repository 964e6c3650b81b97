import { z } from 'zod';

/** A remark on a line of a pull request. */
export const reviewCommentSchema = z.object({
  id: z.number().int(),
  author: z.string(),
  path: z.string(),
  /** Line of the file; null where the remark is on the file as a whole or outdated. */
  line: z.number().int().nullable(),
  /** The part of the diff it stands under. */
  hunk: z.string(),
  body: z.string(),
});
export type ReviewComment = z.infer<typeof reviewCommentSchema>;

/** A failed check of a pull request. */
export const failedCheckSchema = z.object({
  name: z.string(),
  summary: z.string(),
  annotations: z.array(z.object({ path: z.string(), line: z.number().int(), message: z.string() })),
  /** The last lines of its log. */
  log: z.string(),
});
export type FailedCheck = z.infer<typeof failedCheckSchema>;

const common = {
  /** What called for it, such as `review:12`, `comment:34` or `checks:<sha>`: nothing calls for two follow-ups. */
  triggers: z.array(z.string()),
};

/** Why a follow-up exists, with everything its prompt tells the agent. */
export const followUpSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('review'),
    /** What the reviews, and comments that ask for fixes, say as a whole. */
    remarks: z.array(z.object({ author: z.string(), body: z.string() })),
    comments: z.array(reviewCommentSchema),
    /** Logins to be asked for another review. */
    reviewers: z.array(z.string()),
  }),
  z.object({ ...common, kind: z.literal('checks'), headSha: z.string(), checks: z.array(failedCheckSchema) }),
  z.object({ ...common, kind: z.literal('conflict'), headSha: z.string() }),
  z.object({ ...common, kind: z.literal('command'), author: z.string(), text: z.string() }),
]);
export type FollowUp = z.infer<typeof followUpSchema>;
