import { CorruptTaskError, RedisError } from '@opencode-commander/queue';
import type { OperatorError } from '@opencode-commander/task';
import { GatewayAwayError } from './remote/gateway-error.ts';

/** Whether whoever was asked cannot be reached at the moment: asking again later may help, but not with a broken record. */
export function isAway(error: unknown): error is OperatorError {
  if (error instanceof CorruptTaskError) return false;
  return error instanceof RedisError || error instanceof GatewayAwayError;
}
