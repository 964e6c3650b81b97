import { taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

const beatSchema = z.object({
  /** Unique per process. */
  id: z.string(),
  /** Boot id or machine id: tells hosts of the same name apart. */
  machine: z.string(),
  host: z.string(),
  pid: z.number().int(),
  /** When the kernel started it, in clock ticks since the boot: tells it from a later process of the same `pid`. Null if unknown. */
  started: z.number().int().nullable().default(null),
  startedAt: z.iso.datetime(),
  /** How many tasks it runs at once. */
  slots: z.number().int(),
  /** What it runs now. */
  running: z.array(taskIdSchema),
  /** Why it takes no new work; null when it does. */
  refuses: z.string().nullable(),
});
/** What a dispatcher says of itself. */
export type DispatcherBeat = z.input<typeof beatSchema>;

/** A dispatcher as the others see it; the clock is that of Redis. */
export type SeenDispatcher = z.output<typeof beatSchema> & { seenMsAgo: number; alive: boolean };

/** The dispatchers of an installation, on all hosts. */
export type DispatcherRegistry = {
  /** It lives; to be said again well before `deadAfterMs` is over. */
  beat(beat: DispatcherBeat): Promise<void>;
  /** It stops, and is no longer listed. */
  leave(id: string): Promise<void>;
  /** Those last seen at the head, without any whose beat cannot be read; one that was not seen for a day is forgotten. */
  list(): Promise<SeenDispatcher[]>;
};

/** Who is silent for longer counts as dead unless `dispatcherRegistry` is told otherwise. */
export const DEAD_AFTER_MS = 30_000;
const FORGOTTEN_AFTER_MS = 86_400_000;

const beatScript = defineScript('beat-dispatcher', 2);
const listScript = defineScript('list-dispatchers', 2);
const listedSchema = z.array(z.union([z.string(), z.number()]));

/** The registry that all processes share; who is silent for longer than `deadAfterMs` counts as dead. Everything throws RedisError. */
export function dispatcherRegistry(
  { redis, prefix }: Keyspace,
  { deadAfterMs = DEAD_AFTER_MS }: { deadAfterMs?: number } = {},
): DispatcherRegistry {
  const beats = `${keyPrefix(prefix)}:dispatchers`;
  const keys = [beats, `${beats}:seen`];
  return {
    beat: (beat) =>
      orRedisError(async () => {
        const text = JSON.stringify(beatSchema.parse(beat));
        await beatScript(redis, keys, [beat.id, text, FORGOTTEN_AFTER_MS]);
      }),
    leave: (id) =>
      orRedisError(async () => {
        await Promise.all([redis.zrem(`${beats}:seen`, id), redis.hdel(beats, id)]);
      }),
    list: () =>
      orRedisError(async () => {
        const listed = listedSchema.parse(await listScript(redis, keys, [FORGOTTEN_AFTER_MS]));
        return seen(listed, deadAfterMs);
      }),
  };
}

function seen(listed: readonly (string | number)[], deadAfterMs: number): SeenDispatcher[] {
  const dispatchers: SeenDispatcher[] = [];
  for (let i = 0; i + 1 < listed.length; i += 2) {
    const beat = parseEntry(beatSchema, String(listed[i]));
    // What is damaged, or of another version, is written anew with its next beat, or forgotten.
    if (beat === null) continue;
    const seenMsAgo = Number(listed[i + 1]);
    dispatchers.push({ ...beat, seenMsAgo, alive: seenMsAgo <= deadAfterMs });
  }
  return dispatchers;
}
