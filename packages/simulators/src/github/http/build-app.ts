import fastify, { type FastifyInstance } from 'fastify';
import { graphqlRoute } from '../graphql/answer-graphql.ts';
import { allRoutes } from '../routes/all-routes.ts';
import { fullName } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { webView } from '../web/web-view.ts';
import { gitHttp } from './git-http.ts';
import { restApi } from './rest-api.ts';
import type { ServerContext } from './server-context.ts';

const LARGEST_BODY = 64 * 1024 * 1024;

/** The whole server, not listening yet. */
export async function buildApp(context: ServerContext): Promise<FastifyInstance> {
  const app = fastify({
    rewriteUrl: ({ url = '/' }) => byNumber(context.world, url),
    forceCloseConnections: true,
    bodyLimit: LARGEST_BODY,
    routerOptions: { maxParamLength: 4096, ignoreTrailingSlash: true },
  });
  const graphql = graphqlRoute(context.limits);
  await app.register(restApi(context, [...allRoutes(context.limits), graphql]), { prefix: '/api/v3' });
  await app.register(restApi(context, [graphql]), { prefix: '/api' });
  await app.register(gitHttp(context));
  await app.register(webView(context));
  return app;
}

/** Below `/repositories/{id}` is all that is below `/repos/{owner}/{repo}`. */
function byNumber(world: World, url: string): string {
  const [, id, rest = ''] = /^\/api\/v3\/repositories\/(\d+)(\/.*)$/.exec(url) ?? [];
  if (id === undefined) return url;
  const repository = [...world.repositories.values()].find((one) => one.id === Number(id));
  return repository ? `/api/v3/repos/${fullName(repository)}${rest}` : url;
}
