import type { Logger } from '@opencode-commander/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PatientTransport } from './patient-transport.ts';

export type Exchange = { request: FastifyRequest; reply: FastifyReply };

/** Has the transport answer the request, for as long as that takes. */
export async function handOver(
  transport: PatientTransport,
  { request, reply }: Exchange,
  log: Logger,
): Promise<void> {
  reply.hijack();
  try {
    await transport.handleRequest(request.raw, reply.raw, request.body);
  } catch (error) {
    log.error({ err: error }, 'an MCP request failed');
    if (!reply.raw.headersSent) reply.raw.writeHead(500);
    reply.raw.end();
  }
}
