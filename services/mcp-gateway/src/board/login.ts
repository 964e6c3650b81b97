import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../access/refuse.ts';
import { carriesToken } from '../access/require-token.ts';
import { sameSecret } from '../access/same-secret.ts';
import { SESSION_SECONDS, type Sessions } from '../access/sessions.ts';
import { enteredPage, loginPage } from './login-page.ts';

export type Door = { token: string; sessions: Sessions };

const COOKIE = 'commander_board';

/**
 * Lets in who has a session or the token. A browser without either gets a form; one that comes with `?token=` gets a
 * session and a page that goes on without the token in its address.
 */
export function requireSession({ token, sessions }: Door) {
  return async (request: FastifyRequest<{ Querystring: { token?: string } }>, reply: FastifyReply) => {
    if (carriesToken(request, token) || sessions.isValid(cookie(request))) return undefined;
    const { token: offered } = request.query;
    if (offered !== undefined && sameSecret(offered, token)) return enter(reply, sessions);
    const isBrowser = request.headers.accept?.includes('text/html') ?? false;
    if (!isBrowser)
      return refuse(
        reply,
        401,
        'Unauthorized: open /board in a browser and log in, or send the bearer token.',
      );
    return sendPage(reply.status(401), loginPage({ refused: offered !== undefined }));
  };
}

/** What the form sends. */
export function login({ token, sessions }: Door) {
  return async (request: FastifyRequest<{ Body: URLSearchParams }>, reply: FastifyReply) => {
    const offered = request.body.get('token')?.trim() ?? '';
    if (sameSecret(offered, token)) return enter(reply, sessions);
    return sendPage(reply.status(401), loginPage({ refused: true }));
  };
}

function enter(reply: FastifyReply, sessions: Sessions): FastifyReply {
  const attributes = `Path=/board; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Strict`;
  reply.header('set-cookie', `${COOKIE}=${sessions.issue()}; ${attributes}`);
  // Not a redirect: from a link on another site it would come back without the strict cookie.
  return sendPage(reply, enteredPage());
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    })
    .type('text/html; charset=utf-8')
    .send(html);
}

function cookie({ headers }: FastifyRequest): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}
