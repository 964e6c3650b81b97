import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type IssueAddress, pullParameters } from './issue-address.ts';
import { ourMarker, type Us } from './our-marker.ts';
import { reactionsSchema } from './reactions.ts';
import type { ReviewComment } from './review-comment.ts';

const commentSchema = z.object({
  id: z.number(),
  pull_request_review_id: z.number().nullish(),
  in_reply_to_id: z.number().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  path: z.string(),
  line: z.number().nullish(),
  diff_hunk: z.string(),
  body: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  reactions: reactionsSchema,
});

/** https://docs.github.com/en/rest/pulls/comments#list-review-comments-on-a-pull-request */
export async function listReviewComments(
  octokit: Octokit,
  address: IssueAddress,
  us: Us,
): Promise<ReviewComment[]> {
  const method = octokit.rest.pulls.listReviewComments;
  const answer = await octokit.paginate(method, { ...pullParameters(address), per_page: 100 });
  return z
    .array(commentSchema)
    .parse(answer)
    .map((comment) => {
      const text = { author: comment.user?.login ?? null, body: comment.body };
      return {
        ...text,
        id: comment.id,
        reviewId: comment.pull_request_review_id ?? null,
        inReplyTo: comment.in_reply_to_id ?? null,
        path: comment.path,
        line: comment.line ?? null,
        diffHunk: comment.diff_hunk,
        createdAt: comment.created_at,
        updatedAt: comment.updated_at,
        noticed: comment.reactions,
        marker: ourMarker(text, us),
      };
    });
}
