import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../access/refuse.ts';
import { requireRedis } from '../access/require-redis.ts';
import { requireToken } from '../access/require-token.ts';
import { createMcpServer, type McpContext } from './create-mcp-server.ts';

export type McpOptions = McpContext & { token: string };

const MAX_BODY_BYTES = 1_000_000;

/**
 * MCP at /mcp over Streamable HTTP, without sessions: every request stands for itself, so any number of gateways can
 * answer. https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http
 */
export async function registerMcp(app: FastifyInstance, options: McpOptions): Promise<void> {
  await app.register(async (scope) => {
    // The transport reads the body itself, and answers a bad one in JSON-RPC's words.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.addHook('onRequest', requireToken(options.token));
    scope.addHook('onRequest', requireRedis(options.control.queues.redis));
    scope.post('/mcp', (request, reply) => answer(options, request, reply));
    scope.route({
      method: ['GET', 'DELETE'],
      url: '/mcp',
      handler: async (_request, reply) =>
        refuse(
          reply.header('allow', 'POST'),
          405,
          'Method not allowed: this server keeps no sessions, use POST.',
        ),
    });
  });
}

async function answer(context: McpContext, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { log } = context;
  const server = createMcpServer(context);
  const transport = new StreamableHTTPServerTransport({ maxRequestBodySize: MAX_BODY_BYTES });
  reply.raw.once('close', () => {
    server.close().catch((error: unknown) => log.warn({ err: error }, 'an MCP server did not close'));
  });
  try {
    await server.connect(transport);
    await transport.handleRequest(request.raw, reply.raw);
  } catch (error) {
    log.error({ err: error }, 'an MCP request failed');
    if (!reply.raw.headersSent) reply.raw.writeHead(500);
    reply.raw.end();
  }
}
