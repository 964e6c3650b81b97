import { z } from 'zod';
import { created, listed, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { numberOf, type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import type { PullRequest, Review, ReviewComment } from '../state/entities.ts';
import { isPullRequest } from '../state/entities.ts';
import { invalid, notFound, Problem } from '../state/problem.ts';
import {
  addReview,
  addReviewComment,
  dismissReview,
  type NewReviewComment,
  replyToReview,
} from '../state/reviews.ts';
import { viewReview, viewReviewComment } from '../views/review.ts';
import { readSince } from './filter-issues.ts';
import { pullOf } from './issue-of.ts';

const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';
const text = z.string().max(65_536);
const commentSchema = z.object({
  path: z.string().min(1),
  body: text.min(1),
  line: z.number().int().positive().optional(),
  start_line: z.number().int().positive().nullish(),
  side: z.enum(['LEFT', 'RIGHT']).default('RIGHT'),
  subject_type: z.enum(['line', 'file']).optional(),
});
const singleCommentSchema = commentSchema.extend({ commit_id: z.string().min(1) });
const replySchema = z.object({ body: text.min(1) });
const reviewSchema = z.object({
  body: text.optional(),
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).optional(),
  comments: z.array(commentSchema).default([]),
});
const dismissalSchema = z.object({ message: text.min(1) });
const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

export const reviewRoutes: readonly Route[] = [
  reading(`GET ${PULL}/reviews`, (call) => {
    const issue = pullOf(call);
    return listed(call, {
      items: issue.pull.reviews,
      render: (review) => viewReview(call.world, { repository: call.repository, issue, review }),
    });
  }),
  writing(`POST ${PULL}/reviews`, 'read', async (call) => {
    const issue = pullOf(call);
    const { body = '', event, comments } = parseBody(reviewSchema, call.body, 'PullRequestReview');
    if (body === '' && (event === 'REQUEST_CHANGES' || (event === 'COMMENT' && comments.length === 0)))
      throw new Problem(422, 'Unprocessable Entity', ["Review body can't be blank"]);
    const state = event ? STATES[event] : 'PENDING';
    const review = await addReview(
      call.world,
      { ...call, issue },
      { state, body, comments: comments.map(toComment) },
    );
    return ok(viewReview(call.world, { repository: call.repository, issue, review }));
  }),
  writing(`PUT ${PULL}/reviews/{review_id}/dismissals`, 'write', (call) => {
    const issue = pullOf(call);
    const review = reviewOf(call, issue);
    parseBody(dismissalSchema, call.body, 'PullRequestReview');
    dismissReview(call.world, { ...call, issue }, review);
    return ok(viewReview(call.world, { repository: call.repository, issue, review }));
  }),
  reading(`GET ${PULL}/reviews/{review_id}/comments`, (call) => {
    const issue = pullOf(call);
    const { id } = reviewOf(call, issue);
    return listComments(
      call,
      commentsOf(issue).filter(({ comment }) => comment.reviewId === id),
    );
  }),
  reading(`GET ${PULL}/comments`, (call) => listComments(call, commentsOf(pullOf(call)))),
  reading('GET /repos/{owner}/{repo}/pulls/comments', (call) =>
    listComments(call, call.repository.issues.filter(isPullRequest).flatMap(commentsOf)),
  ),
  writing(`POST ${PULL}/comments`, 'read', async (call) => {
    const issue = pullOf(call);
    const wanted = toComment(parseBody(singleCommentSchema, call.body, 'PullRequestReviewComment'));
    const comment = await addReviewComment(call.world, { ...call, issue }, wanted);
    if (!comment) throw invalid({ resource: 'PullRequestReviewComment', code: 'invalid', field: 'body' });
    return created(viewReviewComment(call.world, { repository: call.repository, issue, comment }));
  }),
  writing(`POST ${PULL}/comments/{comment_id}/replies`, 'read', (call) => {
    const issue = pullOf(call);
    const id = numberOf(call, 'comment_id');
    const to = issue.pull.reviewComments.find((comment) => comment.id === id);
    if (!to) throw notFound();
    const { body } = parseBody(replySchema, call.body, 'PullRequestReviewComment');
    const comment = replyToReview(call.world, { ...call, issue }, { to, body });
    return created(viewReviewComment(call.world, { repository: call.repository, issue, comment }));
  }),
];

type Placed = { issue: PullRequest; comment: ReviewComment };

function commentsOf(issue: PullRequest): Placed[] {
  return issue.pull.reviewComments.map((comment) => ({ issue, comment }));
}

function listComments(call: RepositoryCall, placed: Placed[]) {
  const since = readSince(call.query);
  return listed(call, {
    items: placed.filter(({ comment }) => Date.parse(comment.updatedAt) >= since),
    render: (item) => viewReviewComment(call.world, { repository: call.repository, ...item }),
  });
}

function reviewOf(call: RepositoryCall, issue: PullRequest): Review {
  const id = numberOf(call, 'review_id');
  const review = issue.pull.reviews.find((candidate) => candidate.id === id);
  if (!review) throw notFound();
  return review;
}

function toComment(wanted: z.infer<typeof commentSchema>): NewReviewComment {
  const { path, body, line, start_line: startLine, side, subject_type: subject } = wanted;
  if (line === undefined && subject !== 'file')
    throw invalid({ resource: 'PullRequestReviewComment', code: 'missing_field', field: 'line' });
  return { path, body, side, line: line ?? null, startLine: startLine ?? null };
}
