import type { FastifyInstance } from 'fastify';

const MAX_BODY_BYTES = 1_000_000;

/** Has the routes of this scope get JSON, and nothing else. */
export function takeMessages(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
    // No message: a DELETE needs none, and to a POST the transport says so.
    (request, body, done) => (body === '' ? done(null, null) : parse(request, body, done)),
  );
}
