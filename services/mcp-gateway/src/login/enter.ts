import type { FastifyReply } from 'fastify';
import { sendPage } from '../html/send-page.ts';
import { onwardPage } from './login-page.ts';
import { keepSession } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

/** Begins a session and goes on to a page of ours. */
export function enter(reply: FastifyReply, sessions: Sessions, next: string): FastifyReply {
  reply.header('set-cookie', keepSession(sessions.issue()));
  // Not a redirect: from a link on another site it would come back without the strict cookie.
  return sendPage(reply, onwardPage(next));
}
