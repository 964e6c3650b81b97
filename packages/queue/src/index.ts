export { DEAD_AFTER_MS } from './installation/beat-registry.ts';
export {
  type CleanUpAnswer,
  type CleanUpRequest,
  cleanUpRequests,
  type Leftovers,
} from './installation/clean-up-requests.ts';
export {
  type ConfigOverride,
  type ConfigOverrides,
  configOverrides,
  type OverrideStore,
} from './installation/config-overrides.ts';
export { COST_DAYS } from './installation/cost-keys.ts';
export { type DayCost, dayCosts, repositoryNames } from './installation/day-costs.ts';
export {
  type DispatcherBeat,
  type DispatcherRegistry,
  dispatcherRegistry,
  type SeenDispatcher,
} from './installation/dispatcher-registry.ts';
export { type EndedSessions, endedSessions } from './installation/ended-sessions.ts';
export { type IssueKey, issueCosts, noteTaskCost, type TaskCost } from './installation/issue-costs.ts';
export { type MergedIssue, mergedIssues, noteMerged } from './installation/merged-issues.ts';
export { type AskedPause, type PauseList, pauseList } from './installation/pause-list.ts';
export {
  type ProcessBeat,
  type ProcessRegistry,
  processRegistry,
  SERVICES,
  type SeenProcess,
} from './installation/process-registry.ts';
export {
  type ProviderPause,
  pausedProviders,
  pauseProvider,
  providerPause,
} from './installation/provider-pauses.ts';
export {
  createRateGate,
  type RateGate,
  type RateGateOptions,
  RateLimitedError,
  type SeenLimits,
} from './installation/rate-gate.ts';
export { type RateLimit, type RateLimits, readRateLimits } from './installation/rate-limits.ts';
export { type HourCounts, recentHours } from './installation/recent-hours.ts';
export {
  type ListedRepository,
  type RepositoryList,
  repositoryList,
} from './installation/repository-list.ts';
export { claimRequest, type RequestClaim } from './installation/request-claims.ts';
export { type Hint, requestPoll, takeHints } from './installation/request-poll.ts';
export {
  type PlacesChange,
  type SessionPlace,
  type SessionPlaces,
  sessionPlaces,
} from './installation/session-places.ts';
export { addSpend, dayOf, type Spend, type SpentOn, spentOn } from './installation/spend.ts';
export { noteActivity, readActivity, type TaskActivity } from './installation/task-activity.ts';
export type { Keyspace } from './keyspace.ts';
export type { WriteLease } from './outbox/carry-write.ts';
export { enqueueWrite } from './outbox/enqueue-write.ts';
export { countWrites, type ListedWrite, listWrites, replayWrite } from './outbox/list-writes.ts';
export { type OutboxWorker, type OutboxWorkerOptions, startOutboxWorker } from './outbox/outbox-worker.ts';
export { writeThread } from './outbox/write-thread.ts';
export { createQueues, type Queues, type QueuesOptions, type TaskJobData } from './queues.ts';
export { awaitRedis, type RedisPatience } from './redis/await-redis.ts';
export { checkWritable } from './redis/check-writable.ts';
export { type ConnectRedisOptions, connectRedis, type RedisRole } from './redis/connect-redis.ts';
export { type EmbeddedRedis, type EmbeddedRedisOptions, startEmbeddedRedis } from './redis/embedded-redis.ts';
export { orRedisError } from './redis/or-redis-error.ts';
export type { RedisConnection } from './redis/redis-connection.ts';
export { RedisError } from './redis/redis-error.ts';
export { REDIS_FLOOR } from './redis/redis-floor.ts';
export { type RedisHealth, redisHealth } from './redis/redis-health.ts';
export { requirePersistence } from './redis/require-persistence.ts';
export type { EventLog, LoggedEvent } from './store/event-log.ts';
export { checkStoreVersion, openStore, type StoreIdentity } from './store/open-store.ts';
export { parseEntry } from './store/parse-entry.ts';
export { type PullIndex, type PullLink, pullLinkSchema } from './store/pull-index.ts';
export { readHash, removeEntry } from './store/read-hash.ts';
export type { TaskOutline } from './store/read-outlines.ts';
export type { TaskPlace } from './store/read-places.ts';
export { markRebuilt, rebuiltAge } from './store/rebuilt-mark.ts';
export {
  ChangedMeanwhileError,
  CorruptTaskError,
  IllegalTransitionError,
  PublishingError,
  StaleEpochError,
  TaskNotFoundError,
} from './store/store-error.ts';
export type { TaskNews } from './store/task-news.ts';
export type { TaskPatch } from './store/task-record.ts';
export { createTaskStore, type TaskStore, type TaskStoreOptions } from './store/task-store.ts';
export type { Change, Claim } from './store/task-write.ts';
export { threadKey } from './store/thread-key.ts';
export { changePriority } from './tasks/change-priority.ts';
export { dropTask, enqueueAgain, enqueueMissing, enqueueTask, positionOf } from './tasks/enqueue-task.ts';
export { enqueueOnHost, freeHostQueues, isRunElsewhere, putBackRuns } from './tasks/host-queue.ts';
export { listWaiting } from './tasks/list-waiting.ts';
export { type JobPlace, type Moved, moveTask, type QueueTarget } from './tasks/move-task.ts';
export { claimPreemption, releasePreemption } from './tasks/preemption-claims.ts';
export { promoteTask } from './tasks/promote-task.ts';
export { type QueuePlace, queueOrder } from './tasks/queue-order.ts';
export { taskQueues } from './tasks/task-queues.ts';
export { type WaitingCounts, waitingCounts } from './tasks/waiting-counts.ts';
export { type Interruption, JobInterrupted } from './worker/job-lease.ts';
export { type PollWorker, type PollWorkerOptions, startPollWorker } from './worker/poll-worker.ts';
export { PostponeJob } from './worker/postpone-job.ts';
export {
  startTaskWorker,
  type TaskJob,
  type TaskWorker,
  type TaskWorkerOptions,
} from './worker/task-worker.ts';
export type { WorkerSettings } from './worker/worker-settings.ts';
