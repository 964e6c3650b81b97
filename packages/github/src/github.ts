import type { Label, Marker } from '@opencode-commander/task';
import type { GitRemote } from './git-remote.ts';
import type { Issue } from './issue.ts';
import type { PullRequestDraft } from './open-pull-request.ts';
import type { Permission } from './permission.ts';
import type { Repository } from './repository.ts';

/**
 * What commander asks of a GitHub server. `fullName` is `owner/name`. Every method throws GitHubError; every write looks
 * before it writes, so that repeating one changes nothing.
 */
export type GitHub = {
  /** Who we are; asked once. */
  viewer(): Promise<{ login: string }>;
  /** The repositories with a topic that we may work on. */
  searchRepositories(topic: string): Promise<Repository[]>;
  getRepository(fullName: string): Promise<Repository>;
  /** Open issues with the label, oldest first, without pull requests. */
  listIssues(fullName: string, label: string): Promise<Issue[]>;
  getIssue(fullName: string, number: number): Promise<Issue>;
  /** Login of who last added the label; null when nobody did or the account is gone. */
  labeller(fullName: string, number: number, label: string): Promise<string | null>;
  permission(fullName: string, login: string): Promise<Permission>;
  /** Creates the labels that are missing. */
  ensureLabels(fullName: string, labels: readonly Label[]): Promise<void>;
  changeLabels(
    fullName: string,
    number: number,
    changes: { add: readonly string[]; remove: readonly string[] },
  ): Promise<void>;
  /** Our comment of this task and operation: created where it is absent, edited where it differs. */
  upsertComment(
    fullName: string,
    number: number,
    comment: { marker: Marker; body: string },
  ): Promise<{ id: number; url: string; changed: boolean }>;
  /** The open pull request from that branch, opened if there is none. */
  openPullRequest(
    fullName: string,
    draft: PullRequestDraft,
  ): Promise<{ number: number; url: string; created: boolean }>;
  gitRemote(fullName: string): Promise<GitRemote>;
};
