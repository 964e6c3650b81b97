import { maxHeaderSize } from 'node:http';
import type { Config } from '@opencode-commander/config';
import { localClient, type OperationControl } from '@opencode-commander/control';
import { endedSessions } from '@opencode-commander/queue';
import {
  type Health,
  type Logger,
  type Metrics,
  type Redactor,
  registerHealthRoutes,
} from '@opencode-commander/service';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { guardOrigin } from './access/guard-origin.ts';
import { refuse } from './access/refuse.ts';
import { refuseBadUrl } from './access/refuse-bad-url.ts';
import { REDIS_AWAY } from './access/require-redis.ts';
import { requireToken } from './access/require-token.ts';
import { registerApi } from './api/register-api.ts';
import { registerBoard } from './board/register-board.ts';
import type { Followers } from './followers.ts';
import { registerLogin } from './login/register-login.ts';
import { createSessions } from './login/sessions.ts';
import { registerMcp } from './mcp/register-mcp.ts';
import { registerGauges } from './metrics/register-gauges.ts';
import { registerProcessGauge } from './metrics/register-process-gauge.ts';
import { registerPages } from './pages/register-pages.ts';
import { registerWebhooks, WEBHOOK_PATH } from './webhooks/register-webhooks.ts';

/** What the gateway is built from. */
export type GatewayContext = {
  config: Pick<Config, 'mcp'> & { github: Pick<Config['github'], 'webhookSecret'> };
  /** What people can ask for, and on what. */
  control: Omit<OperationControl, 'by'>;
  log: Logger;
  /** Knows what nobody may be shown. */
  redactor: Pick<Redactor, 'redact'>;
  health: Health;
  metrics: Metrics;
  /** How often streams of events show that they live, in ms. */
  heartbeatMs: number;
  /** How often pages look for changes, in ms. */
  refreshMs: number;
  /** Those of logs. */
  followers: Followers;
  /** Those of live pages. */
  viewers: Followers;
};

/**
 * Every way in as a fastify app that does not listen yet: pages for people at /, Bull Board at /board, every operation at
 * /api, MCP at /mcp, /healthz, /readyz, /metrics, GitHub's webhooks at /webhooks/github where there is a secret. All but /healthz want the token, webhooks a signature.
 */
export async function buildGateway(context: GatewayContext): Promise<FastifyInstance> {
  const { config, control, log, health, metrics, heartbeatMs, redactor, followers } = context;
  const token = config.mcp.token.reveal();
  const { queues, store } = control;
  const guard = guardOrigin(config.mcp.host);
  const app = createApp(guard);
  app.addHook('onRequest', guardBrowsers(guard));
  app.setNotFoundHandler((_request, reply) =>
    refuse(
      reply,
      404,
      'Not found: there are /, /tasks, /tasks/<id>, /login, /board, /api, /mcp, /healthz, /readyz and /metrics.',
    ),
  );
  answerErrors(app, context);

  registerGauges({ metrics, queues, store });
  registerProcessGauge({ metrics, queues });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url !== '/healthz') return requireToken(token)(request, reply);
      return undefined;
    });
    registerHealthRoutes(scope, { health, metrics });
  });
  await registerApi(app, { control, log, token, heartbeatMs, followers });
  await registerMcp(app, { control, log, token, heartbeatMs, followers });
  const sessions = createSessions({
    token,
    now: () => control.now().getTime(),
    ended: endedSessions(queues),
  });
  const secret = config.github.webhookSecret;
  if (secret !== null) await registerWebhooks(app, { queues, log, secret: secret.reveal() });
  const door = { token, sessions };
  await registerLogin(app, door);
  await registerPages(app, { ...context, ...door });
  const client = localClient({ ...control, by: 'board' });
  const mayChange = config.mcp.boardChanges;
  await registerBoard(app, { ...door, queues, store, client, mayChange, redactor });
  return app;
}

function createApp(guard: ReturnType<typeof guardOrigin>): FastifyInstance {
  return Fastify({
    logger: false,
    forceCloseConnections: true,
    // Node takes no longer address: what is too long for an id is said by the route that wants one.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: maxHeaderSize },
    frameworkErrors: refuseBadUrl(guard),
  });
}

/** GitHub calls by whatever name the way here has; its signature says that it is no browser. */
function guardBrowsers(guard: ReturnType<typeof guardOrigin>) {
  return async (request: FastifyRequest, reply: FastifyReply) =>
    request.routeOptions.url === WEBHOOK_PATH ? undefined : guard(request, reply);
}

/** What a request did wrong is its own affair; everything else is ours, and told in the log only. */
function answerErrors(app: FastifyInstance, { control, log }: GatewayContext): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500)
      return refuse(reply, error.statusCode, error.message);
    if (control.queues.redis.status !== 'ready') return refuse(reply, 503, REDIS_AWAY);
    log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a request failed');
    return refuse(reply, 500, 'The gateway failed at this: its log says why.');
  });
}
