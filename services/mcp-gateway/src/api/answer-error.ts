import { PublishingError, type Queues, RedisError } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { REDIS_AWAY } from '../access/require-redis.ts';
import { httpStatus } from '../http/http-status.ts';

type Context = { redis: Queues['redis']; log: Logger };

/** Answers in JSON: `error` in one line, and the `exit_code` that the commander program ends with for the same reason. */
export function answerError({ redis, log }: Context) {
  return (thrown: FastifyError | OperatorError, request: FastifyRequest, reply: FastifyReply) => {
    const error = known(thrown, redis);
    if (error instanceof OperatorError) {
      const status = httpStatus(error);
      const wait = waitSeconds(error, status);
      if (wait !== null) reply.header('retry-after', String(wait));
      return reply.status(status).send({ error: error.message, exit_code: error.exitCode });
    }
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply
        .status(error.statusCode)
        .send({ error: error.message, exit_code: EXIT_CODES.configuration });
    log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a request failed');
    const line = 'The gateway failed at this: its log says why.';
    return reply.status(500).send({ error: line, exit_code: EXIT_CODES.agent });
  };
}

/** Whatever a Redis that is away makes of a request. */
function known(error: FastifyError | OperatorError, redis: Queues['redis']): FastifyError | OperatorError {
  if (error instanceof OperatorError || redis.status === 'ready') return error;
  return new RedisError(REDIS_AWAY, { cause: error });
}

function waitSeconds(error: OperatorError, status: number): number | null {
  if (error instanceof PublishingError) return Math.max(1, Math.ceil(error.remainingMs / 1000));
  return status === 503 ? 5 : null;
}
