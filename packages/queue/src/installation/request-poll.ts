import { z } from 'zod';
import type { Queues } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { RedisError } from '../redis/redis-error.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

const hintSchema = z.object({ repo: z.string(), number: z.number().int().positive() });
/** An issue or pull request that something may have happened on; `repo` is `owner/name`. */
export type Hint = z.infer<typeof hintSchema>;

/** More than that at once is a flood: the tick finds out for itself. */
const MAX_HINTS = 1_000;

/** One more tick as soon as none runs; several calls before that are one. Throws RedisError. */
export async function requestPoll(queues: Queues, thread?: Hint): Promise<void> {
  await orRedisError(async () => {
    if (thread) await addHint(queues, hintSchema.parse(thread));
    const deduplication = { id: 'now', keepLastIfActive: true };
    await queues.polls.add('tick', {}, { deduplication });
  });
}

/** What was hinted at since the last call, each once; it is forgotten here, also what cannot be read. Throws RedisError. */
export async function takeHints(
  queues: Queues,
  onCorrupt: (error: RedisError) => void = () => undefined,
): Promise<Hint[]> {
  const texts = await orRedisError(() => queues.redis.spop(keyOf(queues), MAX_HINTS));
  const hints = texts.map((text) => parseEntry(hintSchema, text)).filter((hint) => hint !== null);
  const lost = texts.length - hints.length;
  if (lost > 0)
    onCorrupt(
      new RedisError(`${lost} entries of ${keyOf(queues)} in Redis cannot be read: they are dropped`),
    );
  return hints;
}

async function addHint(queues: Queues, { repo, number }: Hint): Promise<void> {
  if ((await queues.redis.scard(keyOf(queues))) >= MAX_HINTS) return;
  await queues.redis.sadd(keyOf(queues), JSON.stringify({ repo, number }));
}

function keyOf({ prefix }: Queues): string {
  return `${keyPrefix(prefix)}:hints`;
}
