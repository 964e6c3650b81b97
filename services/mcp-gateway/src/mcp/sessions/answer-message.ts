import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '@opencode-commander/service';
import type { FastifyRequest } from 'fastify';
import { refuseRpc } from '../messages/refuse-rpc.ts';
import { answerAlone } from './answer-alone.ts';
import { type Exchange, handOver } from './hand-over.ts';
import type { McpSession, McpSessions } from './mcp-sessions.ts';
import type { SessionIds } from './session-ids.ts';

export type Answering = {
  sessions: McpSessions;
  ids: SessionIds;
  /** A server for a request without a session. */
  createServer: () => McpServer;
  now: () => number;
  log: Logger;
};

const OVER = 'There is no such session, or it is over: begin a new one with initialize';
const FULL = 'This gateway serves as many MCP clients as it may, and none is idle: try again in a minute';
const ELSEWHERE = 'Only what belongs to a session of this gateway can do that: use POST';

/** Answers a POST: in its session, in a new one, or alone. */
export async function answerMessage(answering: Answering, exchange: Exchange): Promise<void> {
  const { sessions, createServer, log } = answering;
  const found = findSession(answering, exchange.request);
  if (found === 'over') return void refuseRpc(exchange.reply, 404, OVER);
  if (typeof found === 'object') return answerIn(found, answering, exchange);
  const begins = found === 'none' && isInitializeRequest(exchange.request.body);
  if (!begins) return answerAlone(exchange, createServer(), log);
  const session = await sessions.begin();
  if (session === null) return void refuseRpc(exchange.reply.header('retry-after', '60'), 503, FULL);
  await answerIn(session, answering, exchange);
  // The transport has refused to begin, and said why.
  if (session.transport.sessionId === undefined) await sessions.drop(session);
}

/** Answers a GET, which listens to what the server tells unasked, and a DELETE, which ends the session. */
export async function answerInSession(answering: Answering, exchange: Exchange): Promise<void> {
  const found = findSession(answering, exchange.request);
  if (typeof found === 'object') return answerIn(found, answering, exchange);
  if (found === 'over') return void refuseRpc(exchange.reply, 404, OVER);
  refuseRpc(exchange.reply.header('allow', 'POST'), 405, ELSEWHERE);
}

/** What a request belongs to; any gateway answers those of another one's sessions as if they had none. */
function findSession(
  { sessions, ids }: Answering,
  { headers }: FastifyRequest,
): McpSession | 'none' | 'elsewhere' | 'over' {
  const id = headers['mcp-session-id'];
  if (id === undefined) return 'none';
  const origin = ids.originOf(String(id));
  if (origin === 'elsewhere') return origin;
  return (origin === 'here' ? sessions.find(String(id)) : null) ?? 'over';
}

async function answerIn(session: McpSession, { now, log }: Answering, exchange: Exchange): Promise<void> {
  session.open += 1;
  exchange.reply.raw.once('close', () => {
    session.open -= 1;
    session.lastUsed = now();
  });
  await handOver(session.transport, exchange, log);
}
