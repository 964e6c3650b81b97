import type { CheckRun, CommitStatus } from './check-entities.ts';

/** What someone may do in a repository, from least to most. */
export const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** All instants are ISO 8601 in UTC with whole seconds, as GitHub gives them. */
export type Instant = string;

export type User = {
  id: number;
  login: string;
  name: string | null;
  type: 'User' | 'Organization' | 'Bot';
  createdAt: Instant;
};

/** Who does something: a user, or an app's bot together with its app. */
export type Actor = { user: User; app: App | null };

export type Label = { id: number; name: string; color: string; description: string | null };

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;
export type ReactionContent = (typeof REACTIONS)[number];
export type Reaction = { id: number; user: User; content: ReactionContent; createdAt: Instant };

export type Comment = {
  id: number;
  author: User;
  app: App | null;
  body: string;
  reactions: Reaction[];
  createdAt: Instant;
  updatedAt: Instant;
};

type EventName =
  | 'labeled'
  | 'unlabeled'
  | 'closed'
  | 'reopened'
  | 'renamed'
  | 'assigned'
  | 'unassigned'
  | 'merged'
  | 'review_requested'
  | 'review_request_removed'
  | 'review_dismissed'
  | 'head_ref_deleted'
  | 'head_ref_force_pushed';

export type IssueEvent = {
  id: number;
  event: EventName;
  actor: User;
  app: App | null;
  createdAt: Instant;
  label?: { name: string; color: string };
  rename?: { from: string; to: string };
  commitId?: string;
  subject?: User;
};

/** An issue, or a pull request when `pull` is there: both count with the same numbers. */
export type Issue = {
  id: number;
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  author: User;
  app: App | null;
  labels: Label[];
  assignees: User[];
  comments: Comment[];
  events: IssueEvent[];
  reactions: Reaction[];
  /** Those it waits for, those that wait for it. */
  blockedBy: Issue[];
  blocking: Issue[];
  subIssues: Issue[];
  parent: Issue | null;
  pull: Pull | null;
  createdAt: Instant;
  updatedAt: Instant;
  closedAt: Instant | null;
  closedBy: User | null;
  /** When the text was last changed, and by whom; a title is not text. */
  lastEdit: { at: Instant; by: User } | null;
};

type Pull = {
  id: number;
  headRef: string;
  headSha: string;
  baseRef: string;
  /** The base branch's commit: follows the branch while the pull request is open, then stays. */
  baseSha: string;
  draft: boolean;
  mergedAt: Instant | null;
  mergedBy: User | null;
  mergeCommitSha: string | null;
  /** Whether these two commits (`base head`) could be merged; null: nobody has asked yet. */
  tried: { ends: string; mergeable: boolean } | null;
  requestedReviewers: User[];
  reviews: Review[];
  reviewComments: ReviewComment[];
};

export type PlacedIssue = { repository: Repository; issue: Issue };

/** An issue that is known to be a pull request. */
export type PullRequest = Issue & { pull: Pull };

const REVIEW_STATES = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'PENDING', 'DISMISSED'] as const;
export type Review = {
  id: number;
  author: User;
  body: string;
  state: (typeof REVIEW_STATES)[number];
  commitId: string;
  submittedAt: Instant | null;
};

export type ReviewComment = {
  id: number;
  reviewId: number;
  author: User;
  body: string;
  path: string;
  line: number | null;
  startLine: number | null;
  side: 'LEFT' | 'RIGHT';
  diffHunk: string;
  commitId: string;
  inReplyToId: number | null;
  /** Its line is gone, or is another one now. */
  outdated: boolean;
  reactions: Reaction[];
  createdAt: Instant;
  updatedAt: Instant;
};

export type Repository = {
  id: number;
  owner: User;
  name: string;
  private: boolean;
  archived: boolean;
  description: string | null;
  topics: string[];
  defaultBranch: string;
  collaborators: Map<User, Role>;
  labels: Label[];
  /** In order of their numbers; some may be missing. */
  issues: Issue[];
  /** The number that was given last. */
  lastNumber: number;
  /** What became of the numbers that are missing: moved elsewhere, or null: deleted. */
  gone: Map<number, PlacedIssue | null>;
  checkRuns: CheckRun[];
  statuses: CommitStatus[];
  /** The bare repository on disk. */
  path: string;
  createdAt: Instant;
  updatedAt: Instant;
  pushedAt: Instant;
};

export type App = {
  id: number;
  slug: string;
  name: string;
  owner: User;
  bot: User;
  /** PEM, SPKI. */
  publicKey: string;
  permissions: Record<string, 'read' | 'write'>;
  createdAt: Instant;
};

export type Installation = {
  id: number;
  app: App;
  account: User;
  /** null: all repositories of the account. */
  repositories: Repository[] | null;
  createdAt: Instant;
};

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

export function isPullRequest(issue: Issue): issue is PullRequest {
  return issue.pull !== null;
}
