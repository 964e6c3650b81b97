import type { FastifyReply } from 'fastify';

/** Ends a request with one line that says what is wrong and what to do. */
export function refuse(reply: FastifyReply, status: number, line: string): FastifyReply {
  return reply.status(status).type('text/plain; charset=utf-8').send(`${line}\n`);
}
