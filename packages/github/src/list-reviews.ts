import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type IssueAddress, pullParameters } from './issue-address.ts';
import { ourMarker, type Us } from './our-marker.ts';
import type { Review } from './review.ts';

const reviewSchema = z.object({
  id: z.number(),
  user: z.object({ login: z.string() }).nullish(),
  state: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['approved', 'changes_requested', 'commented', 'dismissed', 'pending'])),
  body: z.string().nullish(),
  submitted_at: z.string().nullish(),
  commit_id: z.string().nullish(),
});

/** https://docs.github.com/en/rest/pulls/reviews#list-reviews-for-a-pull-request */
export async function listReviews(octokit: Octokit, address: IssueAddress, us: Us): Promise<Review[]> {
  const method = octokit.rest.pulls.listReviews;
  const answer = await octokit.paginate(method, { ...pullParameters(address), per_page: 100 });
  return z
    .array(reviewSchema)
    .parse(answer)
    .map((review) => {
      const text = { author: review.user?.login ?? null, body: review.body ?? '' };
      return {
        ...text,
        id: review.id,
        state: review.state,
        submittedAt: review.submitted_at ?? null,
        commitSha: review.commit_id ?? null,
        marker: ourMarker(text, us),
      };
    });
}
