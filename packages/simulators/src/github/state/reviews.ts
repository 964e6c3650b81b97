import {
  type Actor,
  fullName,
  type PullRequest,
  type Repository,
  type Review,
  type ReviewComment,
  type User,
} from './entities.ts';
import { hunkAt } from './hunk-at.ts';
import { recordEvent, touchIssue } from './issues.ts';
import { invalid, Problem } from './problem.ts';
import { filesOfPull } from './pull-numbers.ts';
import { tellOfComment } from './review-comments.ts';
import type { World } from './world.ts';

export type ReviewScope = { repository: Repository; issue: PullRequest; actor: Actor };

export type NewReview = { state: Review['state']; body: string; comments: readonly NewReviewComment[] };

export type NewReviewComment = {
  path: string;
  body: string;
  /** null: the comment is on the file as a whole. */
  line: number | null;
  startLine: number | null;
  side: 'LEFT' | 'RIGHT';
};

/** Adds a review with its comments. @throws Problem 422 for a line that the diff has not. */
export async function addReview(world: World, scope: ReviewScope, fresh: NewReview): Promise<Review> {
  const { issue, actor, repository } = scope;
  if (issue.author === actor.user && (fresh.state === 'APPROVED' || fresh.state === 'CHANGES_REQUESTED'))
    throw new Problem(422, 'Unprocessable Entity', [
      `Review Can not ${fresh.state === 'APPROVED' ? 'approve' : 'request changes on'} your own pull request`,
    ]);
  const hunks = await Promise.all(fresh.comments.map((comment) => hunkFor(world, scope, comment)));
  const review = createReview(world, scope, fresh);
  fresh.comments.forEach((comment, i) => {
    place(world, scope, { ...comment, reviewId: review.id, diffHunk: hunks[i] ?? '', inReplyToId: null });
  });
  issue.pull.requestedReviewers = issue.pull.requestedReviewers.filter((user) => user !== actor.user);
  touchIssue(world, scope);
  world.happened({
    event: 'pull_request_review',
    action: 'submitted',
    repository,
    issue,
    review,
    sender: actor.user,
  });
  world.changed({ kind: 'review', repo: fullName(repository), number: issue.number });
  return review;
}

/** One comment on a line by itself, which GitHub keeps as a review with nothing else in it. */
export async function addReviewComment(
  world: World,
  scope: ReviewScope,
  fresh: NewReviewComment,
): Promise<ReviewComment | null> {
  await addReview(world, scope, { state: 'COMMENTED', body: '', comments: [fresh] });
  return scope.issue.pull.reviewComments.at(-1) ?? null;
}

/** A dismissed opinion no longer counts. @throws Problem 422 for what is no opinion */
export function dismissReview(world: World, scope: ReviewScope, review: Review): void {
  const { repository, issue, actor } = scope;
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED')
    throw new Problem(422, 'Can not dismiss a review that neither approves nor requests changes');
  review.state = 'DISMISSED';
  recordEvent(world, scope, { event: 'review_dismissed' });
  touchIssue(world, scope);
  const told = { repository, issue, review, sender: actor.user };
  world.happened({ event: 'pull_request_review', action: 'dismissed', ...told });
  world.changed({ kind: 'review', repo: fullName(repository), number: issue.number });
}

export type Reply = { to: ReviewComment; body: string };

export function replyToReview(world: World, scope: ReviewScope, { to, body }: Reply): ReviewComment {
  const review = createReview(world, scope, { state: 'COMMENTED', body: '' });
  const reply = place(world, scope, {
    ...to,
    body,
    reviewId: review.id,
    inReplyToId: to.inReplyToId ?? to.id,
  });
  touchIssue(world, scope);
  world.changed({ kind: 'review', repo: fullName(scope.repository), number: scope.issue.number });
  return reply;
}

export function requestReviewers(world: World, scope: ReviewScope, wanted: readonly User[]): void {
  const { pull } = scope.issue;
  const before = pull.requestedReviewers;
  pull.requestedReviewers = [...new Set(wanted)];
  for (const subject of pull.requestedReviewers.filter((user) => !before.includes(user)))
    recordEvent(world, scope, { event: 'review_requested', subject });
  for (const subject of before.filter((user) => !pull.requestedReviewers.includes(user)))
    recordEvent(world, scope, { event: 'review_request_removed', subject });
  touchIssue(world, scope);
}

function createReview(
  world: World,
  { issue, actor }: ReviewScope,
  fresh: Pick<NewReview, 'state' | 'body'>,
): Review {
  const review: Review = {
    id: world.nextId(),
    author: actor.user,
    body: fresh.body,
    state: fresh.state,
    commitId: issue.pull.headSha,
    submittedAt: fresh.state === 'PENDING' ? null : world.now(),
  };
  issue.pull.reviews.push(review);
  return review;
}

type Placement = NewReviewComment & Pick<ReviewComment, 'reviewId' | 'diffHunk' | 'inReplyToId'>;

function place(world: World, scope: ReviewScope, placement: Placement): ReviewComment {
  const now = world.now();
  const { repository, issue, actor } = scope;
  const { path, body, line, startLine, side, reviewId, diffHunk, inReplyToId } = placement;
  const comment: ReviewComment = {
    ...{ path, body, line, startLine, side, reviewId, diffHunk, inReplyToId },
    id: world.nextId(),
    author: actor.user,
    commitId: issue.pull.headSha,
    outdated: false,
    reactions: [],
    createdAt: now,
    updatedAt: now,
  };
  issue.pull.reviewComments.push(comment);
  tellOfComment(world, { repository, issue, comment, sender: actor.user }, 'created');
  return comment;
}

async function hunkFor(
  world: World,
  { repository, issue }: ReviewScope,
  comment: NewReviewComment,
): Promise<string> {
  const file = (await filesOfPull(world, repository, issue)).find(
    ({ filename }) => filename === comment.path,
  );
  if (!file) throw invalid({ resource: 'PullRequestReviewComment', code: 'invalid', field: 'path' });
  if (comment.line === null) return file.patch ?? '';
  const hunk = hunkAt(file.patch ?? '', { line: comment.line, side: comment.side });
  if (hunk === null) throw invalid({ resource: 'PullRequestReviewComment', code: 'invalid', field: 'line' });
  return hunk;
}
