import { verify } from '@octokit/webhooks-methods';
import { type Queues, requestPoll } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../access/refuse.ts';
import { requireRedis } from '../access/require-redis.ts';
import { readHints } from './read-hints.ts';

export type WebhookOptions = { queues: Queues; log: Logger; secret: string };

export const WEBHOOK_PATH = '/webhooks/github';

/** GitHub sends up to 25 MB, but never for what interests us; a delivery that is lost changes nothing. */
const MAX_BODY_BYTES = 5_000_000;

/**
 * GitHub's webhooks. A delivery only has the poller look now, first at what it names: nothing is done because it says so,
 * so that one that is missing, late or comes twice changes nothing.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export async function registerWebhooks(app: FastifyInstance, options: WebhookOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
      // Not parsed before its signature is checked.
      async (_request: unknown, body: string) => body,
    );
    scope.addHook('onRequest', requireRedis(options.queues.redis));
    scope.post<{ Body: string }>(WEBHOOK_PATH, (request, reply) => receive(options, request, reply));
  });
}

async function receive(
  { queues, log, secret }: WebhookOptions,
  request: FastifyRequest<{ Body: string }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { 'x-hub-signature-256': signature, 'x-github-event': event } = request.headers;
  const isSigned = typeof signature === 'string' && signature !== '' && request.body !== '';
  if (!isSigned || !(await verify(secret, request.body, signature)))
    return refuse(reply, 401, 'Unauthorized: the signature is not one made with github.webhook_secret.');
  const payload = parseJson(request.body);
  if (payload === undefined) return refuse(reply, 400, 'Bad request: the body is no JSON.');
  if (event === 'ping') return reply.status(204).send();
  const hints = readHints(payload);
  for (const hint of hints) await requestPoll(queues, hint);
  if (hints.length === 0) await requestPoll(queues);
  log.debug({ event, hints }, 'GitHub hinted');
  return reply.status(202).send();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
