import type { Issue, PullRequest, Repository, Review, ReviewComment } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { association, issuePage, viewReactions } from './issue.ts';
import { repositoryUrl } from './repository.ts';
import { nodeId, viewUser } from './user.ts';

type PlacedReview = { repository: Repository; issue: Issue; review: Review };

/** OpenAPI `pull-request-review`. */
export function viewReview(world: World, { repository, issue, review }: PlacedReview) {
  const page = `${issuePage(world, repository, issue)}#pullrequestreview-${review.id}`;
  const pull = `${repositoryUrl(world, repository)}/pulls/${issue.number}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: viewUser(world, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pull,
    author_association: association(repository, review.author),
    _links: { html: { href: page }, pull_request: { href: pull } },
    ...(review.submittedAt ? { submitted_at: review.submittedAt } : {}),
    commit_id: review.commitId,
  };
}

type PlacedReviewComment = { repository: Repository; issue: PullRequest; comment: ReviewComment };

/** OpenAPI `pull-request-review-comment`, and `review-comment` as well. */
export function viewReviewComment(world: World, { repository, issue, comment }: PlacedReviewComment) {
  const pulls = `${repositoryUrl(world, repository)}/pulls`;
  const url = `${pulls}/comments/${comment.id}`;
  const page = `${issuePage(world, repository, issue)}#discussion_r${comment.id}`;
  const pull = `${pulls}/${issue.number}`;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: comment.outdated ? comment.commitId : issue.pull.headSha,
    original_commit_id: comment.commitId,
    user: viewUser(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: page,
    pull_request_url: pull,
    author_association: association(repository, comment.author),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pull } },
    reactions: viewReactions(comment.reactions, url),
    ...lines(comment),
    ...(comment.inReplyToId === null ? {} : { in_reply_to_id: comment.inReplyToId }),
  };
}

function lines({ line, startLine, side, outdated }: ReviewComment) {
  const start =
    startLine === null ? { start_line: null, start_side: null } : { start_line: startLine, start_side: side };
  const at = { line: outdated ? null : line, original_line: line, subject_type: 'line' };
  return {
    ...start,
    original_start_line: startLine,
    side,
    ...(line === null ? { subject_type: 'file' } : at),
    position: outdated ? null : 1,
    original_position: 1,
  };
}
