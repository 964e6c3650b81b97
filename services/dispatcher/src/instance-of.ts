import { createHash } from 'node:crypto';
import type { Config } from '@opencode-commander/config';

/** Tells this installation's containers from those of others on the same host. */
export function instanceOf({ dataDir, redis }: Pick<Config, 'dataDir' | 'redis'>): string {
  return createHash('sha256').update(`${dataDir}\n${redis.prefix}`).digest('hex').slice(0, 8);
}
