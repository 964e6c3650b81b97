import { randomUUID } from 'node:crypto';
import { orRedisError } from '@opencode-commander/queue';
import { z } from 'zod';
import type { MemoryKeys } from './redis-keys.ts';

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

const REMOVE_IF_SAME =
  "if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end";

export function threadMemory({ redis, key }: MemoryKeys): ThreadMemory {
  const field = ({ repoId, number }: ThreadPlace) => `${repoId}#${number}`;
  const lookOf = (place: ThreadPlace) => key(`look:${field(place)}`);
  const handledOf = (place: ThreadPlace) => key(`handled:${field(place)}`);
  return {
    pending: () =>
      orRedisError(async () =>
        (await redis.hvals(key('pending'))).map((text) => pendingSchema.parse(JSON.parse(text))),
      ),
    addPending: (places) =>
      orRedisError(async () => {
        const entries = places.map((place) => [
          field(place),
          JSON.stringify({ ...placeSchema.parse(place), note: randomUUID() }),
        ]);
        if (entries.length > 0) await redis.hset(key('pending'), Object.fromEntries(entries));
      }),
    removePending: (thread) =>
      orRedisError(
        async () =>
          void (await redis.eval(REMOVE_IF_SAME, 1, key('pending'), field(thread), JSON.stringify(thread))),
      ),
    handled: (place) => orRedisError(async () => new Set(await redis.smembers(handledOf(place)))),
    rememberHandled: (place, item) =>
      orRedisError(async () => {
        await redis.multi().sadd(handledOf(place), item).expire(handledOf(place), HANDLED_SECONDS).exec();
      }),
    look: (place) =>
      orRedisError(async () => {
        const text = await redis.get(lookOf(place));
        return text === null ? null : lookSchema.parse(JSON.parse(text));
      }),
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
