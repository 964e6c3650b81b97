import { z } from 'zod';
import { noContent, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import {
  type ActingCall,
  numberOf,
  type RepositoryCall,
  type Route,
  reading,
  writing,
} from '../http/route.ts';
import { isPullRequest, type PullRequest, type ReviewComment } from '../state/entities.ts';
import { notFound } from '../state/problem.ts';
import { deleteReviewComment, editReviewComment } from '../state/review-comments.ts';
import { viewReviewComment } from '../views/review.ts';
import { requireOwn } from './require-own.ts';

const COMMENT = '/repos/{owner}/{repo}/pulls/comments/{comment_id}';
const bodySchema = z.object({ body: z.string().min(1).max(65_536) });

/** One comment of a review by its number. */
export const reviewCommentRoutes: readonly Route[] = [
  reading(`GET ${COMMENT}`, (call) => {
    const placed = reviewCommentOf(call);
    return ok(viewReviewComment(call.world, { repository: call.repository, ...placed }));
  }),
  writing(`PATCH ${COMMENT}`, 'read', (call) => {
    const { world, repository, actor } = call;
    const placed = ownCommentOf(call);
    const { body } = parseBody(bodySchema, call.body, 'PullRequestReviewComment');
    editReviewComment(world, { ...placed, repository, sender: actor.user }, body);
    return ok(viewReviewComment(world, { repository, ...placed }));
  }),
  writing(`DELETE ${COMMENT}`, 'read', (call) => {
    const { world, repository, actor } = call;
    deleteReviewComment(world, { ...ownCommentOf(call), repository, sender: actor.user });
    return noContent();
  }),
];

type Placed = { issue: PullRequest; comment: ReviewComment };

/** The review comment that `{comment_id}` names. @throws Problem 404 */
export function reviewCommentOf(call: RepositoryCall): Placed {
  const id = numberOf(call, 'comment_id');
  const pulls = call.repository.issues.filter(isPullRequest);
  const all = pulls.flatMap((issue) => issue.pull.reviewComments.map((comment) => ({ issue, comment })));
  const placed = all.find(({ comment }) => comment.id === id);
  if (!placed) throw notFound();
  return placed;
}

function ownCommentOf(call: ActingCall): Placed {
  const placed = reviewCommentOf(call);
  requireOwn(call, placed.comment.author);
  return placed;
}
