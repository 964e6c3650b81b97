import { localClient, type OperationControl } from '@opencode-commander/control';
import { type Logger, repeat } from '@opencode-commander/service';
import type { FastifyInstance } from 'fastify';
import { requireRedis } from '../access/require-redis.ts';
import { requireToken } from '../access/require-token.ts';
import { countFollowers, type Followers } from '../followers.ts';
import { createMcpServer } from './create-mcp-server.ts';
import { answerRpcError } from './messages/refuse-rpc.ts';
import { takeMessages } from './messages/take-messages.ts';
import { announceChanges } from './sessions/announce-changes.ts';
import { type Answering, answerInSession, answerMessage } from './sessions/answer-message.ts';
import { createMcpSessions, type McpSessions } from './sessions/mcp-sessions.ts';
import { createSessionIds } from './sessions/session-ids.ts';

export type McpOptions = {
  control: Omit<OperationControl, 'by'>;
  log: Logger;
  token: string;
  /** How often a call under way shows that it lives, in ms. */
  heartbeatMs: number;
  followers: Followers;
};

const LIMITS = { max: 200, idleMs: 30 * 60_000, yieldMs: 60_000 };
const SWEEP_MS = 60_000;
/** What changes within so long is told to clients at once, in ms. */
const GATHER_MS = 1_000;

/**
 * MCP at /mcp over Streamable HTTP: a session for every client that begins one, until it is deleted or idle for half an hour,
 * and answers to requests that stand for themselves.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http
 */
export async function registerMcp(app: FastifyInstance, options: McpOptions): Promise<void> {
  const { control, log, token } = options;
  const answering = openSessions(app, options);
  await app.register(async (scope) => {
    takeMessages(scope);
    scope.setErrorHandler(answerRpcError(log));
    scope.addHook('onRequest', requireToken(token));
    const onRequest = requireRedis(control.queues.redis);
    scope.post('/mcp', { onRequest }, (request, reply) => answerMessage(answering, { request, reply }));
    scope.route({
      method: ['GET', 'DELETE'],
      url: '/mcp',
      handler: (request, reply) => answerInSession(answering, { request, reply }),
    });
  });
}

/** The sessions, which end with the gateway, and what answers those without. */
function openSessions(app: FastifyInstance, options: McpOptions): Answering {
  const { control, log, token, heartbeatMs, followers } = options;
  const client = countFollowers(localClient({ ...control, by: 'mcp' }), followers);
  const now = () => control.now().getTime();
  const createServer = () => createMcpServer({ client, log, heartbeatMs });
  const ids = createSessionIds({ token, now });
  const createAnnouncing = async (signal: AbortSignal) => {
    const server = createServer();
    await announceChanges(server, { store: control.store, log, gatherMs: GATHER_MS, signal });
    return server;
  };
  const sessions = createMcpSessions({ ids, limits: LIMITS, createServer: createAnnouncing, now, log });
  const sweeping = sweep(sessions, log);
  app.addHook('preClose', async () => {
    await Promise.all([sweeping.stop(), sessions.close()]);
  });
  return { sessions, ids, createServer, now, log };
}

function sweep(sessions: McpSessions, log: Logger) {
  const onError = (error: unknown) => log.warn({ err: error }, 'an MCP session did not end');
  return repeat({ everyMs: SWEEP_MS, work: () => sessions.sweep(), onError });
}
