import { randomUUID } from 'node:crypto';
import { orRedisError, type RedisError, readHash, removeEntry, threadKey } from '@opencode-commander/queue';
import { z } from 'zod';
import type { MemoryKeys } from './memory-keys.ts';
import { readText } from './read-text.ts';
import type { WatchMemory } from './watch-memory.ts';

const placeSchema = z.object({ repoId: z.number().int(), repo: z.string(), number: z.number().int() });
/** An issue or pull request. */
export type ThreadPlace = z.infer<typeof placeSchema>;

const pendingSchema = placeSchema.extend({
  /** Tells notes of the same thread apart. */
  note: z.string(),
});
/** A thread that is to be looked at. */
export type PendingThread = z.infer<typeof pendingSchema>;

const lookSchema = z.object({
  labels: z.array(z.string()),
  /** Id of the newest event that asks for work, 0 where there was none. */
  asking: z.number().int(),
  /** A trigger label was on it, then or before. */
  hasAsked: z.boolean(),
  open: z.boolean().default(true),
  /** A trigger label was on it then. */
  labelled: z.boolean().default(false),
  /** Its labels that were trigger labels then, or at an earlier look since when they have been on it. */
  triggers: z.array(z.string()).default([]),
});
/** What an issue was like when it was last dealt with. */
export type IssueLook = z.infer<typeof lookSchema>;

/** Something in a thread that was dealt with: a comment, a review, a remark on a line, or a check started once more. */
type HandledItem = `${'comment' | 'review' | 'remark'}:${number}` | `rerun:${string}`;

export type ThreadMemory = {
  /** The threads that are to be looked at, from this tick or an earlier one. */
  pending(): Promise<PendingThread[]>;
  addPending(places: readonly ThreadPlace[]): Promise<void>;
  /** It was looked at; what was noted of it since stays. */
  removePending(thread: PendingThread): Promise<void>;
  handled(place: ThreadPlace): Promise<Set<string>>;
  rememberHandled(place: ThreadPlace, item: HandledItem): Promise<void>;
  look(place: ThreadPlace): Promise<IssueLook | null>;
  rememberLook(place: ThreadPlace, look: IssueLook): Promise<void>;
};

/** Longer than anybody expects an answer to a comment; readers take older ones for handled. */
export const HANDLED_DAYS = 90;
export const HANDLED_SECONDS = HANDLED_DAYS * 24 * 60 * 60;

export function threadMemory(
  keys: MemoryKeys,
  { welcomeAgain }: Pick<WatchMemory, 'welcomeAgain'>,
): ThreadMemory {
  const { redis, key, onCorrupt } = keys;
  const lookOf = (place: ThreadPlace) => key(`look:${threadKey(place)}`);
  const handledOf = (place: ThreadPlace) => key(`handled:${threadKey(place)}`);
  const findAgain = async (error: RedisError, repoAndNumber: string) => {
    onCorrupt(error);
    await welcomeAgain(Number(repoAndNumber.split('#', 1)[0]));
  };
  return {
    pending: () =>
      orRedisError(async () => {
        const place = { redis, key: key('pending') };
        return [...(await readHash({ ...place, schema: pendingSchema, onCorrupt: findAgain })).values()];
      }),
    addPending: (places) =>
      orRedisError(async () => {
        const entries = places.map((place) => [
          threadKey(place),
          JSON.stringify({ ...placeSchema.parse(place), note: randomUUID() }),
        ]);
        if (entries.length > 0) await redis.hset(key('pending'), Object.fromEntries(entries));
      }),
    removePending: (thread) =>
      orRedisError(() =>
        removeEntry(redis, { key: key('pending'), field: threadKey(thread), text: JSON.stringify(thread) }),
      ),
    handled: (place) => orRedisError(async () => new Set(await redis.smembers(handledOf(place)))),
    rememberHandled: (place, item) =>
      orRedisError(async () => {
        await redis.multi().sadd(handledOf(place), item).expire(handledOf(place), HANDLED_SECONDS).exec();
      }),
    look: (place) => orRedisError(() => readText(keys, lookOf(place), lookSchema)),
    rememberLook: (place, look) =>
      orRedisError(
        async () => void (await redis.set(lookOf(place), JSON.stringify(look), 'EX', HANDLED_SECONDS)),
      ),
  };
}

/** How it is remembered that a check was started once more; a new head has its checks' own chances. */
export function rerunOf(headSha: string, name: string): `rerun:${string}` {
  return `rerun:${headSha}:${name}`;
}
