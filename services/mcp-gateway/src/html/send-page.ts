import type { FastifyReply } from 'fastify';
import type { Html } from './html.ts';

/** Only what this gateway serves as a file, or nothing at all: markup that were smuggled in could load and run nothing. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers with a page that nobody keeps. */
export function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply
    .headers({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    })
    .type('text/html; charset=utf-8')
    .send(page.markup);
}
