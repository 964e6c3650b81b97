import { z } from 'zod';
import { taskIdSchema } from './task-id.ts';

const place = z.object({ repo: z.string(), number: z.number().int().positive() });
/** An issue or pull request. */
export type WritePlace = z.infer<typeof place>;

const operation = z.string().regex(/^[a-z0-9_]+$/);

/**
 * One write to GitHub, waiting in the outbox; every kind may be carried out twice and changes nothing then. `status` brings
 * the labels and the status comment to what the task's record says when the write is carried out, so that order and
 * repetition do not matter; `comment` is a comment of its own, written once per task and operation.
 */
export const githubWriteSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), taskId: taskIdSchema }),
  z.object({
    kind: z.literal('comment'),
    taskId: taskIdSchema,
    epoch: z.number().int().nonnegative(),
    operation,
    body: z.string(),
    /** One that is there already stays as it is. */
    once: z.boolean().optional(),
    /** Where to write when there is no task, such as for a refusal. */
    at: place.optional(),
  }),
  /** A reaction to somebody's comment; `to` tells GitHub's kinds of comments apart. */
  z.object({
    kind: z.literal('reaction'),
    at: place,
    to: z.enum(['issue_comment', 'review_comment']),
    commentId: z.number().int(),
    content: z.enum(['eyes', '+1', '-1', 'confused', 'rocket']),
  }),
  z.object({ kind: z.literal('labels'), at: place, add: z.array(z.string()), remove: z.array(z.string()) }),
  /** An answer in the thread of a review comment, once per task and comment. */
  z.object({
    kind: z.literal('review_reply'),
    at: place,
    taskId: taskIdSchema,
    epoch: z.number().int().nonnegative(),
    commentId: z.number().int(),
    body: z.string(),
  }),
  /** Asks people to review again. */
  z.object({ kind: z.literal('review_request'), at: place, reviewers: z.array(z.string()) }),
  /** Deletes a branch as long as it is at `sha`. */
  z.object({ kind: z.literal('delete_branch'), repo: z.string(), branch: z.string(), sha: z.string() }),
]);
export type GitHubWrite = z.infer<typeof githubWriteSchema>;
