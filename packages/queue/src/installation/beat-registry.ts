import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** One that has beaten, as the others see it; the clock is that of Redis. */
export type Seen<Beat> = Beat & { seenMsAgo: number; alive: boolean };

/** Those of one kind that live in an installation, on all hosts; everything throws RedisError. */
export type BeatRegistry<Beat, Said = Beat> = {
  /** It lives; to be said again well before `deadAfterMs` is over. */
  beat(beat: Said): Promise<void>;
  /** It stops, and is no longer listed. */
  leave(id: string): Promise<void>;
  /** Those last seen at the head, without any whose beat cannot be read; one that was not seen for a day is forgotten. */
  list(): Promise<Seen<Beat>[]>;
};

export type BeatRegistryOptions<Beat, Said> = {
  /** What its keys are named after. */
  name: string;
  /** What each says of itself; its `id` is unique. */
  schema: z.ZodType<Beat, Said>;
  /** Who is silent for longer counts as dead; `DEAD_AFTER_MS` unless given. */
  deadAfterMs?: number | undefined;
};

export const DEAD_AFTER_MS = 30_000;
const FORGOTTEN_AFTER_MS = 86_400_000;

const beatScript = defineScript('beat', 2);
const listScript = defineScript('list-beats', 2);
const listedSchema = z.array(z.union([z.string(), z.number()]));

/** A registry that all processes share. */
export function beatRegistry<Beat extends { id: string }, Said>(
  { redis, prefix }: Keyspace,
  { name, schema, deadAfterMs = DEAD_AFTER_MS }: BeatRegistryOptions<Beat, Said>,
): BeatRegistry<Beat, Said> {
  const beats = `${keyPrefix(prefix)}:${name}`;
  const keys = [beats, `${beats}:seen`];
  return {
    beat: (beat) =>
      orRedisError(async () => {
        const parsed = schema.parse(beat);
        await beatScript(redis, keys, [parsed.id, JSON.stringify(parsed), FORGOTTEN_AFTER_MS]);
      }),
    leave: (id) =>
      orRedisError(async () => {
        await Promise.all([redis.zrem(`${beats}:seen`, id), redis.hdel(beats, id)]);
      }),
    list: () =>
      orRedisError(async () => {
        const listed = listedSchema.parse(await listScript(redis, keys, [FORGOTTEN_AFTER_MS]));
        return seen(listed, { schema, deadAfterMs });
      }),
  };
}

function seen<Beat>(
  listed: readonly (string | number)[],
  { schema, deadAfterMs }: { schema: z.ZodType<Beat>; deadAfterMs: number },
): Seen<Beat>[] {
  const found: Seen<Beat>[] = [];
  for (let i = 0; i + 1 < listed.length; i += 2) {
    const beat = parseEntry(schema, String(listed[i]));
    // What is damaged, or of another version, is written anew with its next beat, or forgotten.
    if (beat === null) continue;
    const seenMsAgo = Number(listed[i + 1]);
    found.push({ ...beat, seenMsAgo, alive: seenMsAgo <= deadAfterMs });
  }
  return found;
}
