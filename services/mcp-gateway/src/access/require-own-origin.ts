import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRead } from './is-read.ts';
import { refuse } from './refuse.ts';
import { carriesToken } from './require-token.ts';

/**
 * Lets nothing change things for a browser's cookie that does not say where it comes from: browsers do say so, and what is
 * not from here was refused before.
 */
export function requireOwnOrigin(token: string) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (isRead(request) || request.headers.origin !== undefined || carriesToken(request, token))
      return undefined;
    return refuse(reply, 403, 'Forbidden: a change needs the header Origin, or the bearer token.');
  };
}
