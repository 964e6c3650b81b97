import { type Queues, RedisError, TaskNotFoundError } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import { OperatorError } from '@opencode-commander/task';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { REDIS_AWAY } from '../access/require-redis.ts';
import { html } from '../html/html.ts';
import { barePage } from '../html/layout.ts';
import { sendPage } from '../html/send-page.ts';
import { httpStatus } from '../http/http-status.ts';

type Context = { redis: Queues['redis']; log: Logger };

/** Answers with a page that says in one line what is wrong; only unexpected errors are logged. */
export function errorPage({ redis, log }: Context) {
  return (thrown: FastifyError | OperatorError, request: FastifyRequest, reply: FastifyReply) => {
    const isKnown = thrown instanceof OperatorError || redis.status === 'ready';
    const error = isKnown ? thrown : new RedisError(REDIS_AWAY, { cause: thrown });
    // Whoever looks at a page has another list of them than whoever types a command.
    if (error instanceof TaskNotFoundError)
      return sayWhy(reply.status(404), `There is no task ${error.id}.`, ALL_TASKS);
    if (error instanceof OperatorError) {
      const status = httpStatus(error);
      if (status === 503) reply.header('retry-after', '5');
      return sayWhy(reply.status(status), error.message);
    }
    const { statusCode = 500 } = error;
    if (statusCode < 500) return sayWhy(reply.status(statusCode), error.message);
    log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a page failed');
    return sayWhy(reply.status(500), 'The gateway failed at this: its log says why.');
  };
}

const FLEET = html`<a href="/">To the fleet</a>`;
const ALL_TASKS = html`<a href="/tasks">To all tasks</a>`;

function sayWhy(reply: FastifyReply, line: string, way = FLEET): FastifyReply {
  const content = html`<h1>That did not work</h1><p role="alert">${line}</p><p>${way}</p>`;
  return sendPage(reply, barePage({ title: 'That did not work', content }));
}
