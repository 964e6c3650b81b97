export type { GitHubSimulator, GitHubSimulatorOptions } from './github-simulator.ts';
export { startGitHubSimulator } from './github-simulator.ts';
export { type Fault, secondaryRateLimit } from './http/faults.ts';
export type { RateLimitSettings } from './http/rate-limits.ts';
export type { LoggedRequest } from './http/request-log.ts';
export type { SeedIssue, SeedRepository, SeedTarget } from './seeding.ts';
export type { SeedApp, SeedCheckRun, SeedCommit, SeedPull, SeedReview } from './seeding-pulls.ts';
export type { CommentSnapshot, IssueSnapshot, PullSnapshot } from './snapshots.ts';
export type { Change } from './state/world.ts';
