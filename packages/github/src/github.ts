import type { Label, Marker } from '@opencode-commander/task';
import type { Sending } from './ask-before-sending.ts';
import type { Blocker } from './blocker.ts';
import type { LabelChanges } from './change-labels.ts';
import type { ChangedIssues } from './changed-issues.ts';
import type { Comment } from './comment.ts';
import type { FailedCheck } from './failed-check.ts';
import type { GitRemote } from './git-remote.ts';
import type { Issue } from './issue.ts';
import type { IssueEvent } from './list-events.ts';
import type { LastComments } from './list-last-comments.ts';
import type { OwnPull } from './list-own-pulls.ts';
import type { IssueDraft } from './open-issue.ts';
import type { PullRequestDraft, WantedPull } from './open-pull-request.ts';
import type { Permission } from './permission.ts';
import type { PullRequest } from './pull.ts';
import type { Repository } from './repository.ts';
import type { ReviewersAsked } from './request-reviewers.ts';
import type { Review } from './review.ts';
import type { ReviewComment } from './review-comment.ts';
import type { IssueState, PullState } from './thing.ts';

/**
 * What commander asks of a GitHub server. `fullName` is `owner/name`. Every method throws GitHubError; every write looks
 * before it writes, so that repeating one changes nothing.
 */
export type GitHub = Repositories & Issues & PullRequests & Checks;

export type Repositories = {
  /** Who we are; asked once. */
  viewer(): Promise<{ login: string }>;
  /**
   * The repositories with a topic that we may work on; with `latest`, where searching would take many requests, only the
   * hundred that were updated last.
   */
  searchRepositories(topic: string, options?: { latest?: boolean }): Promise<Repository[]>;
  getRepository(fullName: string): Promise<Repository>;
  /** The repository, whatever it is called and whoever owns it by now. */
  getRepositoryById(id: number): Promise<Repository>;
  permission(fullName: string, login: string): Promise<Permission>;
  /** Creates the labels that are missing. */
  ensureLabels(fullName: string, labels: readonly Label[]): Promise<void>;
  /** Deletes a branch as long as it is at `sha`. */
  deleteBranch(
    fullName: string,
    branch: string,
    at: Sending & { sha: string },
  ): Promise<'deleted' | 'absent' | 'moved'>;
  gitRemote(fullName: string): Promise<GitRemote>;
};

/** Most of these take the number of a pull request too. */
export type Issues = {
  /**
   * Issues and pull requests, open or closed, of all our repositories that changed at `since` or later (null: all there
   * are). `since` is by GitHub's clock: give the newest `updatedAt` seen. `unsupported`: these credentials, or this
   * server, have no such listing.
   */
  listChangedIssues(options: { since: string | null }): Promise<ChangedIssues | { status: 'unsupported' }>;
  /** The same for one repository. */
  listChangedIn(fullName: string, options: { since: string | null }): Promise<ChangedIssues>;
  /**
   * How the issues and pull requests with these node ids are now, a hundred per request; null: GitHub does not know it,
   * or not to us.
   */
  openThings(nodeIds: readonly string[]): Promise<Map<string, IssueState | PullState | null>>;
  /** Open issues with the label, oldest first, without pull requests. */
  listIssues(fullName: string, label: string): Promise<Issue[]>;
  /** The issue of a request: found among those that we opened there, else opened. */
  openIssue(fullName: string, draft: IssueDraft): Promise<{ issue: Issue; opened: boolean }>;
  getIssue(fullName: string, number: number): Promise<Issue>;
  /** Issues that must be closed before this one; none where the server has no such thing. */
  blockedBy(fullName: string, number: number): Promise<Blocker[]>;
  /** Issues that this one is made of; none where the server has no such thing. */
  subIssues(fullName: string, number: number): Promise<Blocker[]>;
  /** What was done to an issue, oldest first: labels, new titles, closing and opening again. */
  listEvents(fullName: string, number: number): Promise<IssueEvent[]>;
  changeLabels(fullName: string, number: number, changes: LabelChanges): Promise<void>;
  /** All comments, oldest first. */
  listComments(fullName: string, number: number): Promise<Comment[]>;
  /** The newest ones, a hundred at least where there are as many. */
  listLastComments(fullName: string, number: number): Promise<LastComments>;
  /** The open pull requests with the label that we made, by their markers; those of others are left out. */
  listOwnPulls(fullName: string, label: string): Promise<OwnPull[]>;
  /** The marker of a text that we wrote; null for everybody else's. */
  markerOf(text: { author: string | null; body: string }): Promise<Marker | null>;
  /** Our comment of this task and operation: created where it is absent, edited where it differs unless it is `once`. */
  upsertComment(
    fullName: string,
    number: number,
    comment: Sending & { marker: Marker; body: string; once?: boolean | undefined },
  ): Promise<{ id: number; url: string; changed: boolean }>;
  react(fullName: string, reaction: Reaction & Sending): Promise<void>;
};

export type Reaction = {
  /** GitHub numbers the two kinds of comments apart. */
  to: 'issue_comment' | 'review_comment';
  commentId: number;
  content: 'eyes' | '+1' | '-1' | 'confused' | 'rocket';
};

export type PullRequests = {
  /**
   * The pull request from that branch, opened if there is none: an open one, or one that ended meanwhile and has the draft's
   * marker under an epoch later than `since`.
   */
  openPullRequest(
    fullName: string,
    draft: PullRequestDraft,
  ): Promise<{ number: number; nodeId: string; url: string; created: boolean }>;
  /** The same, null when there is none. */
  findPullRequest(
    fullName: string,
    wanted: WantedPull,
  ): Promise<{ number: number; nodeId: string; url: string } | null>;
  getPull(fullName: string, number: number): Promise<PullRequest>;
  /** Oldest first. */
  listReviews(fullName: string, number: number): Promise<Review[]>;
  /** Remarks on lines and the answers to them, oldest first. */
  listReviewComments(fullName: string, number: number): Promise<ReviewComment[]>;
  /** Our answer of this task and operation in the thread of a review comment, written once. */
  replyToReview(
    fullName: string,
    number: number,
    reply: Sending & { commentId: number; marker: Marker; body: string },
  ): Promise<{ id: number; created: boolean }>;
  /** Asks people for a review again, leaving out whom GitHub does not let be asked. */
  requestReviewers(fullName: string, number: number, asked: ReviewersAsked): Promise<void>;
};

export type Checks = {
  /** The check runs of a commit that ended badly, at most 20. */
  listFailedChecks(fullName: string, sha: string): Promise<FailedCheck[]>;
  /** The last lines of a GitHub Actions job's log, at most 64 KiB; '' where there is none, or not for us. */
  jobLog(fullName: string, id: number, lines: number): Promise<string>;
  /** Starts a check once more; `refused`: it cannot be, or not by us. */
  rerunCheck(fullName: string, check: Pick<FailedCheck, 'id' | 'actionsJob'>): Promise<'started' | 'refused'>;
};
