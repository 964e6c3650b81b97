import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisConnection } from './redis-connection.ts';
import { codeOf } from './redis-error.ts';

/** Runs a script of `scripts/` on any connection; what it takes and returns is described at its top. */
export type Script = (
  redis: RedisConnection,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/** A Lua script that Redis is sent once and then knows by its hash. */
export function defineScript(name: string, numberOfKeys: number): Script {
  const lua = readFileSync(new URL(`../scripts/${name}.lua`, import.meta.url), 'utf8');
  const hash = createHash('sha1').update(lua).digest('hex');
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(hash, numberOfKeys, ...keys, ...args);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return redis.eval(lua, numberOfKeys, ...keys, ...args);
    }
  };
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === 'NOSCRIPT';
}
