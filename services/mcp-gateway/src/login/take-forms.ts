import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A form that was sent. */
export type FormRequest = FastifyRequest<{ Body: URLSearchParams; Params: Record<string, string> }>;

/** More than the longest answer to a question, spelled in percent signs. */
const MAX_BODY_BYTES = 100_000;

/** Has a scope take what browsers' forms send, and nothing else. A form without fields has no body. */
export function takeForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
    async (_request: unknown, body: string) => new URLSearchParams(body),
  );
  scope.addHook('preHandler', async (request) => {
    request.body ??= new URLSearchParams();
  });
}
