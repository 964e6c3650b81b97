import type { CheckRun } from './state/check-entities.ts';
import type {
  Comment,
  Issue,
  PullRequest,
  Reaction,
  ReactionContent,
  Review,
  ReviewComment,
} from './state/entities.ts';

/** People are their logins, labels their names. */
export type IssueSnapshot = {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  author: string;
  labels: string[];
  isPullRequest: boolean;
  createdAt: string;
  updatedAt: string;
};

export type CommentSnapshot = {
  id: number;
  author: string;
  body: string;
  createdAt: string;
  updatedAt: string;
};

export type ReactionSnapshot = { by: string; content: ReactionContent };

export type ReviewCommentSnapshot = CommentSnapshot & {
  review: number;
  path: string;
  line: number | null;
  inReplyTo: number | null;
};

export type CheckSnapshot = Pick<CheckRun, 'id' | 'name' | 'status' | 'conclusion' | 'attempt'>;

export type PullSnapshot = IssueSnapshot & {
  head: string;
  headSha: string;
  base: string;
  draft: boolean;
  merged: boolean;
  mergeCommitSha: string | null;
  requestedReviewers: string[];
  reviews: { id: number; author: string; state: Review['state']; body: string }[];
};

export function snapshotIssue(issue: Issue): IssueSnapshot {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state,
    author: issue.author.login,
    labels: issue.labels.map((label) => label.name),
    isPullRequest: issue.pull !== null,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
  };
}

export function snapshotComment({ id, author, body, createdAt, updatedAt }: Comment): CommentSnapshot {
  return { id, author: author.login, body, createdAt, updatedAt };
}

export function snapshotPull(issue: PullRequest): PullSnapshot {
  const { pull } = issue;
  return {
    ...snapshotIssue(issue),
    head: pull.headRef,
    headSha: pull.headSha,
    base: pull.baseRef,
    draft: pull.draft,
    merged: pull.mergedAt !== null,
    mergeCommitSha: pull.mergeCommitSha,
    requestedReviewers: pull.requestedReviewers.map(({ login }) => login),
    reviews: pull.reviews.map(({ id, author, state, body }) => ({ id, author: author.login, state, body })),
  };
}

export function snapshotReaction({ user, content }: Reaction): ReactionSnapshot {
  return { by: user.login, content };
}

export function snapshotReviewComment(comment: ReviewComment): ReviewCommentSnapshot {
  const { id, author, body, createdAt, updatedAt, reviewId, path, line, inReplyToId } = comment;
  const said = { id, author: author.login, body, createdAt, updatedAt };
  return { ...said, review: reviewId, path, line, inReplyTo: inReplyToId };
}

export function snapshotCheck({ id, name, status, conclusion, attempt }: CheckRun): CheckSnapshot {
  return { id, name, status, conclusion, attempt };
}
