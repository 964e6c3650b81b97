export { type ConnectRedisOptions, connectRedis, type RedisRole } from './connect-redis.ts';
export type { EventLog, LoggedEvent } from './event-log.ts';
export { RedisError } from './redis-error.ts';
export {
  CorruptTaskError,
  IllegalTransitionError,
  StaleEpochError,
  TaskNotFoundError,
} from './store-error.ts';
export type { TaskPatch } from './task-record.ts';
export {
  type Change,
  type Claim,
  createTaskStore,
  type TaskStore,
  type TaskStoreOptions,
} from './task-store.ts';
