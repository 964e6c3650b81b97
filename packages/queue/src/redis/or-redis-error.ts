import { OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import { codeOf, RedisError, withoutCommand } from './redis-error.ts';

/** Does what needs Redis. What Redis or the way to it has against it is thrown as RedisError. */
export async function orRedisError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || NOT_REDIS.some((kind) => error instanceof kind)) throw error;
    throw new RedisError(`Redis ${describe(error)}`, { cause: withoutCommand(error) });
  }
}

/** The codes with which a Redis refuses all writes. */
const NO_WRITES: Readonly<Record<string, string>> = {
  READONLY: 'it is a replica; write the address of its master into redis.url',
  OOM: 'its memory is full; raise its maxmemory (redis-cli config set maxmemory), or set redis.url to another one',
  MISCONF: 'it cannot save its data; make room on its disk, or see its log for what is in the way',
};

function describe(error: Error & { previousErrors?: Error[] }): string {
  // A transaction that was refused tells why of each of its commands.
  const refusal = NO_WRITES[codeOf(error.previousErrors?.[0] ?? error)];
  return refusal ? `takes no writes: ${refusal}` : `did not do what it was asked: ${error.message}`;
}

/** ioredis has no base class for its errors: what is ours or a mistake in the program is told apart instead. */
const NOT_REDIS = [OperatorError, z.ZodError, TypeError, RangeError, ReferenceError, SyntaxError];
