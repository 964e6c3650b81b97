import type { Comment, Issue, PullRequest, Review } from './state/entities.ts';

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

export type PullSnapshot = IssueSnapshot & {
  head: string;
  headSha: string;
  base: string;
  draft: boolean;
  merged: boolean;
  mergeCommitSha: string | null;
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
    reviews: pull.reviews.map(({ id, author, state, body }) => ({ id, author: author.login, state, body })),
  };
}
