export type { PollerOptions } from './create-poller.ts';
export { startOutbox } from './outbox/start-outbox.ts';
export { type PollerService, startPoller } from './start-poller.ts';
export { watchIssue } from './watch-issue.ts';
