import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRead } from '../access/is-read.ts';
import { refuse } from '../access/refuse.ts';
import { carriesToken } from '../access/require-token.ts';
import { sameSecret } from '../access/same-secret.ts';
import { FORM_TOKEN_FIELD } from '../html/layout.ts';
import type { Door } from './require-session.ts';
import { sessionOf } from './session-cookie.ts';

/** Refuses what a browser sends with its cookie, unless it comes from a form of the same session. */
export function requireFormToken({ token, sessions }: Door) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (isRead(request) || carriesToken(request, token)) return undefined;
    const offered = request.body instanceof URLSearchParams ? request.body.get(FORM_TOKEN_FIELD) : null;
    if (sameSecret(offered ?? '', sessions.formToken(sessionOf(request)))) return undefined;
    return refuse(
      reply,
      403,
      'Forbidden: this form is of another session; open its page anew and send it again.',
    );
  };
}
