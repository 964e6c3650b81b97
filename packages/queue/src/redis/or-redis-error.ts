import { OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import { RedisError, withoutCommand } from './redis-error.ts';

/** Does what needs Redis. What Redis or the way to it has against it is thrown as RedisError. */
export async function orRedisError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || NOT_REDIS.some((kind) => error instanceof kind)) throw error;
    throw new RedisError(`Redis did not do what it was asked: ${error.message}`, {
      cause: withoutCommand(error),
    });
  }
}

/** ioredis has no base class for its errors: what is ours or a mistake in the program is told apart instead. */
const NOT_REDIS = [OperatorError, z.ZodError, TypeError, RangeError, ReferenceError, SyntaxError];
