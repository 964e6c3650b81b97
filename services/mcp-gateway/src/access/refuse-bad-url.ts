import { EXIT_CODES } from '@opencode-commander/task';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { guardOrigin } from './guard-origin.ts';
import { refuse } from './refuse.ts';

const LINE = 'Bad request: this is no address; a % in it wants two hexadecimal digits, as in %20.';

/** Answers to addresses that cannot be read, for which no route is looked up and no hook runs: programs get JSON. */
export function refuseBadUrl(guard: ReturnType<typeof guardOrigin>) {
  return (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const answer = async () => {
      await guard(request, reply);
      if (reply.sent) return;
      if (request.url.startsWith('/api/'))
        reply.status(400).send({ error: LINE, exit_code: EXIT_CODES.configuration });
      else refuse(reply, 400, LINE);
    };
    answer().catch((error: unknown) => reply.send(error));
  };
}
