import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { redisNow } from '../redis/redis-now.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

const leftoversSchema = z.object({
  /** Names of containers. */
  containers: z.array(z.string()),
  /** Paths: of runs' directories, of quarantines, of kept sessions. */
  directories: z.array(z.string()),
  quarantines: z.array(z.string()),
  sessions: z.array(z.string()),
});
/** What runs left behind on a host, and no task needs any more. */
export type Leftovers = z.infer<typeof leftoversSchema>;

const requestSchema = z.object({ id: z.string(), dryRun: z.boolean() });
/** Somebody wants a host cleaned up; with `dryRun` only to know what is there. */
export type CleanUpRequest = z.infer<typeof requestSchema>;

/** As it waits for its dispatcher; `until`: when its asker gives up, by Redis' clock as Unix time in ms. */
const waitingSchema = requestSchema.extend({ until: z.number() });

const answerSchema = z.object({
  dispatcher: z.string(),
  /** Null where it failed: `error` says why. */
  leftovers: leftoversSchema.nullable(),
  error: z.string().nullable(),
});
export type CleanUpAnswer = z.infer<typeof answerSchema>;

type CleanUpAsking = CleanUpRequest & {
  /** The ids of the dispatchers that are asked. */
  dispatchers: readonly string[];
  /** After so many ms those that have not answered are given up, and do not begin any more. */
  withinMs: number;
};

/** How dispatchers are asked to clean their hosts up. */
export type CleanUpRequests = {
  /** The answers of those that answered in time. */
  ask(asking: CleanUpAsking): Promise<CleanUpAnswer[]>;
  /** What a dispatcher was asked and has not taken yet; null when there is nothing. It is handed out once. */
  next(dispatcher: string): Promise<CleanUpRequest | null>;
  answer(request: CleanUpRequest, answer: CleanUpAnswer): Promise<void>;
};

const LOOK_EVERY_MS = 100;
/** Longer than anybody waits for an answer. */
const KEPT_MS = 120_000;

/** The requests that all processes share. Everything throws RedisError. */
export function cleanUpRequests({ redis, prefix }: Keyspace): CleanUpRequests {
  const requestsOf = (dispatcher: string) => `${keyPrefix(prefix)}:cleanup:of:${dispatcher}`;
  const answersTo = (id: string) => `${keyPrefix(prefix)}:cleanup:answers:${id}`;
  const put = (key: string, entry: object) =>
    orRedisError(async () => {
      await redis.multi().rpush(key, JSON.stringify(entry)).pexpire(key, KEPT_MS).exec();
    });
  const read = (id: string) => orRedisError(() => redis.lrange(answersTo(id), 0, -1));
  return {
    ask: async ({ dispatchers, withinMs, ...request }) => {
      const until = performance.now() + withinMs;
      const waiting = { ...request, until: (await orRedisError(() => redisNow(redis))) + withinMs };
      await Promise.all(dispatchers.map((each) => put(requestsOf(each), waiting)));
      let answers = await read(request.id);
      while (answers.length < dispatchers.length && performance.now() < until) {
        await delay(LOOK_EVERY_MS);
        answers = await read(request.id);
      }
      return answers.flatMap((text) => parseEntry(answerSchema, text) ?? []);
    },
    next: (dispatcher) =>
      orRedisError(async () => {
        for (;;) {
          const text = await redis.lpop(requestsOf(dispatcher));
          if (text === null) return null;
          const waiting = parseEntry(waitingSchema, text);
          if (waiting !== null && (await redisNow(redis)) < waiting.until)
            return { id: waiting.id, dryRun: waiting.dryRun };
        }
      }),
    answer: (request, answer) => put(answersTo(request.id), answer),
  };
}
