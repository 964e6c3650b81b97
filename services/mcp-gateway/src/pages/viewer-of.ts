import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Viewer } from '../html/layout.ts';
import { addressOf } from '../http/address-of.ts';
import { sessionOf } from '../login/session-cookie.ts';
import type { Sessions } from '../login/sessions.ts';

const SHOWING = /^[\w-]{1,40}$/;

/** Who asks for a page or its stream; a stream goes on with the showing of its page. */
export function viewerOf(request: FastifyRequest, sessions: Pick<Sessions, 'formToken'>): Viewer {
  const given = addressOf(request).searchParams.get('showing') ?? '';
  const showing = SHOWING.test(given) ? given : randomBytes(12).toString('base64url');
  return { formToken: sessions.formToken(sessionOf(request)), showing };
}
