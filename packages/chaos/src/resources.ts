import { readFile } from 'node:fs/promises';
import { repeat } from '@opencode-commander/service';
import type { Redis } from 'ioredis';
import type { Cast } from './processes/start-cast.ts';

/** What commander holds at one moment. */
export type ResourcesSeen = {
  /** Seconds since the processes were started. */
  at: number;
  /** Millions of bytes resident, by process. */
  residentMb: Record<string, number>;
  redisMb: number;
  redisKeys: number;
};

const EVERY_MS = 30_000;

/** Notes it every 30 s: what grows for ever shows in a long run. */
export function watchResources(
  cast: Cast,
  redis: Redis,
): { seen(): readonly ResourcesSeen[]; stop(): Promise<void> } {
  const began = performance.now();
  const seen: ResourcesSeen[] = [];
  const looking = repeat({
    everyMs: EVERY_MS,
    work: async () => {
      const at = Math.round((performance.now() - began) / 1000);
      const [redisKeys, memory] = await Promise.all([redis.dbsize(), redis.info('memory')]);
      const redisMb = Number(/^used_memory:(\d+)/m.exec(memory)?.[1] ?? 0) / 1_000_000;
      seen.push({ at, residentMb: await residentOf(cast), redisMb, redisKeys });
    },
    // While Redis is down there is nothing to note.
    onError: () => undefined,
  });
  return { seen: () => seen, stop: () => looking.stop() };
}

async function residentOf(cast: Cast): Promise<Record<string, number>> {
  const entries = [...cast].map(async ([name, kept]) => {
    const status = await readFile(`/proc/${kept.pid()}/status`, 'utf8').catch(() => '');
    return [name, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_000] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
