import { CorruptTaskError, RedisError } from '@opencode-commander/queue';

/** Whether Redis, or the way to it, is at fault: no task is, but for one whose own record cannot be read. */
export function isRedisFault(error: unknown): error is RedisError {
  return error instanceof RedisError && !(error instanceof CorruptTaskError);
}
