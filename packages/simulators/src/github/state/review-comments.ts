import type { PullRequest, Repository, ReviewComment, User } from './entities.ts';
import { touchIssue } from './issues.ts';
import type { World } from './world.ts';

export type ReviewCommentScope = {
  repository: Repository;
  issue: PullRequest;
  comment: ReviewComment;
  sender: User;
};

export function editReviewComment(world: World, scope: ReviewCommentScope, body: string): void {
  Object.assign(scope.comment, { body, updatedAt: world.now() });
  tellOfComment(world, scope, 'edited');
  touchIssue(world, scope);
}

export function deleteReviewComment(world: World, scope: ReviewCommentScope): void {
  const { pull } = scope.issue;
  pull.reviewComments = pull.reviewComments.filter((other) => other !== scope.comment);
  tellOfComment(world, scope, 'deleted');
  touchIssue(world, scope);
}

/** Tells webhooks. */
export function tellOfComment(world: World, scope: ReviewCommentScope, action: string): void {
  const { repository, issue, comment, sender } = scope;
  const event = 'pull_request_review_comment';
  world.happened({ event, action, repository, issue, reviewComment: comment, sender });
}
