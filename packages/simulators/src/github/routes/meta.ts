import { ok } from '../http/answer.ts';
import { type RateLimits, rateLimitOf, type Window } from '../http/rate-limits.ts';
import { define, type Route } from '../http/route.ts';

export function metaRoutes(limits: RateLimits): readonly Route[] {
  return [
    define('GET /rate_limit', ({ viewer }) => {
      const core = viewWindow(limits.look(viewer, 'core'));
      const search = viewWindow(limits.look(viewer, 'search'));
      const graphql = viewWindow(limits.look(viewer, 'graphql'));
      return ok({ resources: { core, search, graphql }, rate: core });
    }),
  ];
}

function viewWindow(window: Window) {
  const { limit, used, remaining, resetAt } = rateLimitOf(window);
  return { limit, used, remaining, reset: Math.ceil(resetAt / 1000) };
}
