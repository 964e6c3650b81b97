import type { FastifyReply, FastifyRequest } from 'fastify';

const ELSEWHERE = /<link href="https:\/\/fonts\.[^>]*>/g;

/** Bull Board's page asks for fonts of Google's, which its policy here forbids: without that line browsers do not complain. */
export async function withoutFonts(
  _request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
  return isPage && typeof payload === 'string' ? payload.replace(ELSEWHERE, '') : payload;
}
