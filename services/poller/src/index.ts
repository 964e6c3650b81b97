export { type PollerOptions, type PollerService, startPoller } from './start-poller.ts';
