export type { Credentials, Sensitive } from './access.ts';
export { connectGitHub, type GitHubSettings } from './connect-github.ts';
export type { GitRemote } from './git-remote.ts';
export type { GitHub } from './github.ts';
export { GitHubError, type GitHubErrorKind } from './github-error.ts';
export type { Issue } from './issue.ts';
export type { PullRequestDraft } from './open-pull-request.ts';
export type { Permission } from './permission.ts';
export type { Repository } from './repository.ts';
