export type { WriteHold } from './carry-write.ts';
export { changePriority } from './change-priority.ts';
export { checkWritable } from './check-writable.ts';
export { type ConnectRedisOptions, connectRedis, type RedisRole } from './connect-redis.ts';
export {
  DEAD_AFTER_MS,
  type DispatcherBeat,
  type DispatcherRegistry,
  dispatcherRegistry,
  type SeenDispatcher,
} from './dispatcher-registry.ts';
export { type EmbeddedRedis, type EmbeddedRedisOptions, startEmbeddedRedis } from './embedded-redis.ts';
export { dropTask, enqueueAgain, enqueueMissing, enqueueTask, positionOf } from './enqueue-task.ts';
export { enqueueWrite } from './enqueue-write.ts';
export type { EventLog, LoggedEvent } from './event-log.ts';
export { enqueueOnHost, freeHostQueues, isRunElsewhere, putBackRuns } from './host-queue.ts';
export { type Interruption, JobInterrupted } from './lease.ts';
export { listWaiting } from './list-waiting.ts';
export { countWrites, type ListedWrite, listWrites, replayWrite } from './list-writes.ts';
export { openStore, type StoreIdentity, storeAge } from './open-store.ts';
export { orRedisError } from './or-redis-error.ts';
export { type OutboxWorker, type OutboxWorkerOptions, startOutboxWorker } from './outbox-worker.ts';
export type { Place } from './place.ts';
export { type PollWorker, type PollWorkerOptions, startPollWorker } from './poll-worker.ts';
export { PostponeJob } from './postpone-job.ts';
export { claimPreemption, releasePreemption } from './preemption-claims.ts';
export { promoteTask } from './promote-task.ts';
export { type ProviderPause, pausedProviders, pausedUntil, pauseProvider } from './provider-pauses.ts';
export type { PullIndex, PullLink } from './pull-index.ts';
export { createQueues, type Queues, type QueuesOptions, type TaskJobData } from './queues.ts';
export {
  createRateGate,
  type RateGate,
  type RateGateOptions,
  RateLimitedError,
  type SeenLimits,
} from './rate-gate.ts';
export { type RateLimit, type RateLimits, readRateLimits } from './rate-limits.ts';
export type { RedisConnection } from './redis-connection.ts';
export { RedisError } from './redis-error.ts';
export { type ListedRepository, type RepositoryList, repositoryList } from './repository-list.ts';
export { type Hint, requestPoll, takeHints } from './request-poll.ts';
export { requirePersistence } from './require-persistence.ts';
export { addSpend, dayOf, type Spend, type SpentOn, spentOn } from './spend.ts';
export {
  ChangedMeanwhileError,
  CorruptTaskError,
  IllegalTransitionError,
  PublishingError,
  StaleEpochError,
  TaskNotFoundError,
} from './store-error.ts';
export { taskPlaces } from './task-places.ts';
export type { TaskPatch } from './task-record.ts';
export { createTaskStore, type TaskStore, type TaskStoreOptions } from './task-store.ts';
export { startTaskWorker, type TaskJob, type TaskWorker, type TaskWorkerOptions } from './task-worker.ts';
export type { Change, Claim } from './task-write.ts';
export { type WaitingCounts, waitingCounts } from './waiting-counts.ts';
export type { WorkerSettings } from './worker-settings.ts';
export { writeThread } from './write-thread.ts';
