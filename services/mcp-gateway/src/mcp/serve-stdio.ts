import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { HEARTBEAT_MS } from '@opencode-commander/control';
import { createMcpServer, type McpContext } from './create-mcp-server.ts';

export type StdioOptions = Omit<McpContext, 'heartbeatMs'> & {
  stdin: Readable;
  /** Takes nothing but the protocol's messages. */
  stdout: Writable;
  signal: AbortSignal;
};

/**
 * Serves MCP to one client on these streams, until it closes them or the signal aborts.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#stdio
 */
export async function serveStdio({ stdin, stdout, signal, ...context }: StdioOptions): Promise<void> {
  const server = createMcpServer({ ...context, heartbeatMs: HEARTBEAT_MS });
  server.server.onerror = (err) => context.log.warn({ err }, 'an MCP message could not be dealt with');
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
  });
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const ended = Promise.race([
    once(stdin, 'end', { signal: until }),
    once(stdout, 'close', { signal: until }),
    closed,
  ]).catch((error: unknown) => {
    if (!until.aborted) throw error;
  });
  try {
    await server.connect(new StdioServerTransport(stdin, stdout));
    await ended;
  } finally {
    over.abort();
    await server.close();
  }
}
