import type { Redis } from 'ioredis';
import { codeOf } from './redis-error.ts';

type Done = (error: Error | null) => void;

/**
 * Has the connection fail where the server has no password although one is given. ioredis goes on then, with a line of its
 * own on the console; but either the password or the server is the wrong one.
 */
export function heedRefusedPassword(redis: Redis): Redis {
  const auth = (credentials: string | string[], done: Done) => {
    const [first = '', ...rest] = [credentials].flat();
    redis.call('auth', first, ...rest).then(
      () => done(null),
      (error: Error) => done(rest.length === 0 && codeOf(error) === 'ERR' ? refusal(error) : error),
    );
  };
  // What ioredis calls as soon as it is connected.
  Object.defineProperty(redis, 'auth', { value: auth });
  return redis;
}

function refusal({ message }: Error): Error {
  return Object.assign(new Error('the server has no password', { cause: message }), { code: 'NOPASSWORD' });
}
