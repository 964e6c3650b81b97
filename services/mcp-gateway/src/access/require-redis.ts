import type { Queues } from '@opencode-commander/queue';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './refuse.ts';

/** What is answered while Redis is away. */
export const REDIS_AWAY =
  'Redis cannot be reached at the moment: the gateway keeps trying, ask again in a few seconds.';

/** Answers 503 at once instead of letting people wait for a Redis that is away. */
export function requireRedis(redis: Queues['redis']) {
  return async (_request: FastifyRequest, reply: FastifyReply) =>
    redis.status === 'ready' ? undefined : refuse(reply.header('retry-after', '5'), 503, REDIS_AWAY);
}
