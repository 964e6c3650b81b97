import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '@opencode-commander/service';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** JSON-RPC leaves the others to servers: https://www.jsonrpc.org/specification#error_object */
const REFUSED = -32_000;
const CODES = new Map<number, number>([
  [400, ErrorCode.ParseError],
  [500, ErrorCode.InternalError],
]);

/** Ends a request that no server has taken, in JSON-RPC's words. */
export function refuseRpc(reply: FastifyReply, status: number, message: string): FastifyReply {
  const error = { code: CODES.get(status) ?? REFUSED, message };
  return reply.status(status).send({ jsonrpc: '2.0', error, id: null });
}

/** What is wrong with a body is told; everything else is ours, and told in the log only. */
export function answerRpcError(log: Logger) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const { statusCode = 500, message } = error;
    if (statusCode === 413)
      return refuseRpc(reply, 413, 'The message is too large: it may have a megabyte at most');
    if (statusCode === 400) return refuseRpc(reply, 400, `Parse error: ${message}`);
    if (statusCode < 500) return refuseRpc(reply, statusCode, message);
    log.error({ err: error, method: request.method }, 'an MCP request failed');
    return refuseRpc(reply, 500, 'The gateway failed at this: its log says why');
  };
}
