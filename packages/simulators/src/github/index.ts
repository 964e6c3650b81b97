export type { GitHubSimulator, GitHubSimulatorOptions } from './github-simulator.ts';
export { startGitHubSimulator } from './github-simulator.ts';
export { type Fault, secondaryRateLimit } from './http/faults.ts';
export type { RateLimitSettings } from './http/rate-limits.ts';
export type { LoggedRequest } from './http/request-log.ts';
export type { SeedTarget } from './seeding/scopes.ts';
export type { SeedCommit, SeedForcePush } from './seeding/seed-branches.ts';
export type { SeedCheck, SeedCheckRun, SeedFailure } from './seeding/seed-checks.ts';
export type { SeedIssue, SeedRepository } from './seeding/seed-issues.ts';
export type { SeedApp, SeedPull } from './seeding/seed-pulls.ts';
export type { SeedReview } from './seeding/seed-reviews.ts';
export type {
  CheckSnapshot,
  CommentSnapshot,
  IssueSnapshot,
  PullSnapshot,
  ReactionSnapshot,
  ReviewCommentSnapshot,
} from './snapshots.ts';
export type { Rerun, RerunOutcome } from './state/reruns.ts';
export type { Change } from './state/world.ts';
export type { Delivery } from './webhooks/delivery.ts';
export type { Webhook, WebhookFault, WebhookOptions } from './webhooks/webhook.ts';
