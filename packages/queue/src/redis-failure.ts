import { OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import { RedisError, withoutCommand } from './redis-error.ts';

/** Does what needs Redis. What Redis or the way to it has against it is thrown as RedisError. */
export async function orRedisError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OperatorError || error instanceof z.ZodError || !(error instanceof Error))
      throw error;
    throw new RedisError(`Redis did not do what it was asked: ${error.message}`, {
      cause: withoutCommand(error),
    });
  }
}
