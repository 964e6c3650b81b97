import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Comment } from './comment.ts';
import { type IssueAddress, issueParameters } from './issue-address.ts';
import { ourMarker, type Us } from './our-marker.ts';
import { reactionsSchema } from './reactions.ts';

const commentSchema = z.object({
  id: z.number(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  reactions: reactionsSchema,
});

/** https://docs.github.com/en/rest/issues/comments#list-issue-comments */
export async function listComments(octokit: Octokit, address: IssueAddress, us: Us): Promise<Comment[]> {
  const method = octokit.rest.issues.listComments;
  const answer = await octokit.paginate(method, { ...issueParameters(address), per_page: 100 });
  return z
    .array(commentSchema)
    .parse(answer)
    .map((comment) => {
      const text = { author: comment.user?.login ?? null, body: comment.body ?? '' };
      return {
        ...text,
        id: comment.id,
        createdAt: comment.created_at,
        updatedAt: comment.updated_at,
        url: comment.html_url,
        noticed: comment.reactions,
        marker: ourMarker(text, us),
      };
    });
}
