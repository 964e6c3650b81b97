import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../http/server-context.ts';
import { Moved, Problem } from '../state/problem.ts';
import { actingUser, people } from './acting-user.ts';
import { registerActions } from './actions.ts';
import { registerAssets } from './assets.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { registerPages } from './pages.ts';

const POLICY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The pages for people: what is there, and forms to file, reply and label as a chosen person. */
export function webView(context: ServerContext) {
  return async function register(app: FastifyInstance): Promise<void> {
    await app.register(formbody);
    app.addHook('onRequest', async (request, reply) => {
      reply.headers({
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      refuseForeign(request);
    });
    app.setErrorHandler((error, request, reply) => showProblem(context, { error, request, reply }));
    registerAssets(app, context);
    registerPages(app, context);
    registerActions(app, context);
  };
}

/** Another site's page must not post here as the person who has this one open. */
function refuseForeign({ method, headers }: FastifyRequest): void {
  const { origin, host } = headers;
  if (method === 'GET' || origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host)
    throw new Problem(403, 'That came from another site.');
}

type Failed = { error: unknown; request: FastifyRequest; reply: FastifyReply };

function showProblem({ world }: ServerContext, { error, request, reply }: Failed): void {
  if (error instanceof Moved) {
    reply.redirect(error.location, 301);
    return;
  }
  const problem = error instanceof Problem ? error : null;
  const title = problem?.message ?? 'Something went wrong';
  const actingAs = actingUser(world, request);
  const content = html`<main class="narrow"><h1>${title}</h1><p><a href="/">All repositories</a></p></main>`;
  const page = layout({ title, trail: [], content, actingAs, people: people(world) });
  reply
    .code(problem?.status ?? 500)
    .type('text/html; charset=utf-8')
    .send(page);
}
