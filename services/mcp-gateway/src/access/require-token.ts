import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './refuse.ts';
import { sameSecret } from './same-secret.ts';

/** What is answered without the token. */
export const UNAUTHORIZED =
  'Unauthorized: send the header "Authorization: Bearer <token>"; the token is mcp.token, or in the file mcp-token of the data directory.';

/** Lets nobody in without the bearer token. */
export function requireToken(token: string) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (carriesToken(request, token)) return undefined;
    return refuse(reply.header('www-authenticate', 'Bearer'), 401, UNAUTHORIZED);
  };
}

/** https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function carriesToken({ headers: { authorization } }: FastifyRequest, token: string): boolean {
  const [scheme, credentials, ...rest] = (authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && rest.length === 0 && sameSecret(credentials ?? '', token);
}
