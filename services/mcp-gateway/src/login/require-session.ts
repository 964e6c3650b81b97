import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../access/refuse.ts';
import { carriesToken } from '../access/require-token.ts';
import { sameSecret } from '../access/same-secret.ts';
import { sendPage } from '../html/send-page.ts';
import { addressOf } from '../http/address-of.ts';
import { enter } from './enter.ts';
import { loginPage, onwardPage } from './login-page.ts';
import { sessionOf } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

export type Door = { token: string; sessions: Sessions };

/**
 * Lets in who has a session or the token. A browser without either gets a form; one that comes with `?token=` gets a
 * session unless it has one, and a page that goes on without the token in its address.
 */
export function requireSession({ token, sessions }: Door) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (carriesToken(request, token)) return undefined;
    const { pathname, searchParams } = addressOf(request);
    const offered = searchParams.get('token');
    const isOffered = request.method === 'GET' && offered !== null;
    if (await sessions.isValid(sessionOf(request)))
      return isOffered ? sendPage(reply, onwardPage(pathname)) : undefined;
    if (isOffered && sameSecret(offered, token)) return enter(reply, sessions, pathname);
    if (!wantsPage(request)) {
      const line = 'Unauthorized: open /login in a browser, or send the bearer token.';
      return refuse(reply, 401, line);
    }
    // A link on another site brings no strict cookie; the same page asked for by ourselves does.
    if (isLinkElsewhere(request)) return sendPage(reply, onwardPage(pathname));
    return sendPage(reply.status(401), loginPage({ refused: offered !== null, next: pathname }));
  };
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

function isLinkElsewhere({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers['sec-fetch-site'] === 'cross-site' && sessionOf({ headers }) === '';
}
