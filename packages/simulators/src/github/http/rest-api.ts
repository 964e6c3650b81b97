import type { FastifyInstance } from 'fastify';
import { Problem } from '../state/problem.ts';
import type { Route } from './route.ts';
import { serveRoute } from './serve-route.ts';
import type { ServerContext } from './server-context.ts';

/** Registers every REST route under `/api/v3`; bodies are read as JSON whatever they call themselves, as GitHub does. */
export function restApi(context: ServerContext, routes: readonly Route[]) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string) =>
      parseJson(text),
    );
    app.setErrorHandler((error, _request, reply) => {
      const known = error instanceof Problem;
      const message = error instanceof Error ? error.message : String(error);
      reply
        .code(known ? error.status : 500)
        .send({ message, documentation_url: 'https://docs.github.com/rest' });
    });
    app.setNotFoundHandler((_request, reply) => {
      reply
        .code(404)
        .send({ message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' });
    });
    for (const [route, url] of routes.flatMap((one) => addresses(one.path).map((at) => [one, at] as const)))
      app.route({
        method: route.method,
        url,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          await serveRoute({ context, route, request, reply });
          return reply;
        },
      });
  };
}

// A parameter at the end may have slashes in it: a branch, a file.
const SLASHED = new Set(['branch', 'ref', 'path', 'basehead']);

/** `/repos/{owner}/git/ref/{ref}` → `/repos/:owner/git/ref/*`; a path may be empty: the root of `contents`. */
function addresses(path: string): string[] {
  const address = path.replace(/\{(\w+)\}/g, (all, name: string) =>
    path.endsWith(all) && SLASHED.has(name) ? '*' : `:${name}`,
  );
  return path.endsWith('/{path}') ? [address, address.slice(0, -2)] : [address];
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'Problems parsing JSON');
  }
}
