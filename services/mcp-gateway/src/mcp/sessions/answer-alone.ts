import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Logger } from '@opencode-commander/service';
import { type Exchange, handOver } from './hand-over.ts';
import { PatientTransport } from './patient-transport.ts';

/** Answers one request that stands for itself, by a server that ends with it. */
export async function answerAlone(exchange: Exchange, server: McpServer, log: Logger): Promise<void> {
  const transport = new PatientTransport({});
  exchange.reply.raw.once('close', () => {
    server.close().catch((error: unknown) => log.warn({ err: error }, 'an MCP server did not close'));
  });
  await server.connect(transport);
  await handOver(transport, exchange, log);
}
