import type { RedisError } from '../redis/redis-error.ts';

/** Hands on each error once, told apart by its message: what is damaged is met again at every tick. */
export function onceEach(report: (error: RedisError) => void): (error: RedisError) => void {
  const said = new Set<string>();
  return (error) => {
    if (!said.has(error.message)) report(error);
    said.add(error.message);
  };
}
