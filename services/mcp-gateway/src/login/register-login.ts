import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sameSecret } from '../access/same-secret.ts';
import { sendPage } from '../html/send-page.ts';
import { addressOf } from '../http/address-of.ts';
import { enter } from './enter.ts';
import { loginPage } from './login-page.ts';
import { ownPath } from './own-path.ts';
import { requireFormToken } from './require-form-token.ts';
import { type Door, requireSession } from './require-session.ts';
import { FORGET_SESSION, sessionOf } from './session-cookie.ts';
import { type FormRequest, takeForms } from './take-forms.ts';

/** /login takes the token and gives a session for all pages and the board; /logout ends it, also for who has a copy of its cookie. */
export async function registerLogin(app: FastifyInstance, door: Door): Promise<void> {
  await app.register(async (scope) => {
    takeForms(scope);
    scope.get('/login', (request, reply) => askIn(door, request, reply));
    scope.post('/login', (request: FormRequest, reply) => letIn(door, request, reply));
    await scope.register(async (inside) => {
      inside.addHook('onRequest', requireSession(door));
      inside.addHook('preHandler', requireFormToken(door));
      inside.post('/logout', (request, reply) => letOut(door, request, reply));
    });
  });
}

async function askIn(
  { token, sessions }: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { searchParams } = addressOf(request);
  const next = ownPath(searchParams.get('next'));
  const offered = searchParams.get('token');
  if (offered !== null && sameSecret(offered, token)) return enter(reply, sessions, next);
  if (await sessions.isValid(sessionOf(request))) return reply.redirect(next, 303);
  return sendPage(reply.status(offered === null ? 200 : 401), loginPage({ refused: offered !== null, next }));
}

function letIn({ token, sessions }: Door, { body }: FormRequest, reply: FastifyReply): FastifyReply {
  const next = ownPath(body.get('next'));
  if (sameSecret(body.get('token')?.trim() ?? '', token)) return enter(reply, sessions, next);
  return sendPage(reply.status(401), loginPage({ refused: true, next }));
}

async function letOut(
  { sessions }: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await sessions.end(sessionOf(request));
  return reply.header('set-cookie', FORGET_SESSION).redirect('/login', 303);
}
