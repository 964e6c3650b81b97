import {
  OPERATION_NAMES,
  OPERATIONS,
  type OperationControl,
  routeOf,
  runOperation,
  VERSION_HEADER,
} from '@opencode-commander/control';
import { RedisError } from '@opencode-commander/queue';
import { type Logger, VERSION } from '@opencode-commander/service';
import { EXIT_CODES } from '@opencode-commander/task';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { REDIS_AWAY } from '../access/require-redis.ts';
import { carriesToken, UNAUTHORIZED } from '../access/require-token.ts';
import type { Followers } from '../followers.ts';
import { answerError } from './answer-error.ts';
import { describeOperations } from './describe-operations.ts';
import { nearOperations } from './near-operations.ts';
import { streamEvents } from './stream-events.ts';
import { whoAsks } from './who-asks.ts';

export type ApiOptions = {
  control: Omit<OperationControl, 'by'>;
  log: Logger;
  token: string;
  /** How often a stream of events shows that it lives, in ms. */
  heartbeatMs: number;
  followers: Followers;
};

const MAX_BODY_BYTES = 1_000_000;

/**
 * Every operation at /api for programs: POST /api/<name with / for .> takes and gives JSON, GET /api lists them, and
 * GET /api/tasks/<id>/events follows the log of a task.
 */
export async function registerApi(app: FastifyInstance, options: ApiOptions): Promise<void> {
  const { log, token } = options;
  const { redis } = options.control.queues;
  await app.register(async (scope) => {
    takeJson(scope);
    scope.setErrorHandler(answerError({ redis, log }));
    scope.addHook('onRequest', async (request, reply) => {
      if (carriesToken(request, token)) {
        reply.header(VERSION_HEADER, VERSION);
        return undefined;
      }
      const refusal = { error: UNAUTHORIZED, exit_code: EXIT_CODES.configuration };
      return reply.status(401).header('www-authenticate', 'Bearer').send(refusal);
    });
    scope.get('/api', async () => describeOperations());
    await scope.register(async (asking) => {
      asking.addHook('onRequest', async () => {
        if (redis.status !== 'ready') throw new RedisError(REDIS_AWAY);
      });
      for (const name of OPERATION_NAMES)
        asking.post(routeOf(name), (request) => {
          const control = { ...options.control, by: whoAsks(request) };
          return runOperation(OPERATIONS[name], control, request.body ?? {});
        });
      asking.get('/api/tasks/:id/events', { exposeHeadRoute: false }, streamEvents(options));
    });
    scope.all<{ Params: { '*': string } }>('/api/*', async ({ method, params }, reply) => {
      const name = params['*'].replaceAll('/', '.').slice(0, 100);
      const isKnown = OPERATION_NAMES.some((each) => each === name);
      return isKnown ? refuseMethod(method, name, reply) : refuseUnknown(name, reply);
    });
  });
}

/** No body asks for nothing in particular. */
function takeJson(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
    (request, body, done) => (body === '' ? done(null, {}) : parse(request, body, done)),
  );
}

function refuseMethod(method: string, name: string, reply: FastifyReply): FastifyReply {
  const error = `${method} is not how to ask for ${name}: POST it`;
  return reply.status(405).header('allow', 'POST').send({ error, exit_code: EXIT_CODES.configuration });
}

function refuseUnknown(name: string, reply: FastifyReply): FastifyReply {
  const near = nearOperations(name).map(routeOf).join(', ');
  const meant = near === '' ? '' : ` did you mean ${near}?`;
  const error = `There is no operation ${name}:${meant} GET /api lists all`;
  return reply.status(404).send({ error, exit_code: EXIT_CODES.configuration });
}
