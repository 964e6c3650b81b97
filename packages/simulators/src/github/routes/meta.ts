import { ok } from '../http/answer.ts';
import type { RateLimits, Window } from '../http/rate-limits.ts';
import { define, type Route } from '../http/route.ts';

export function metaRoutes(limits: RateLimits): readonly Route[] {
  return [
    define('GET /rate_limit', ({ viewer }) => {
      const core = viewWindow(limits.look(viewer, 'core'));
      const search = viewWindow(limits.look(viewer, 'search'));
      return ok({ resources: { core, search }, rate: core });
    }),
  ];
}

function viewWindow({ limit, used, resetAt }: Window) {
  return { limit, used, remaining: limit - used, reset: Math.ceil(resetAt / 1000) };
}
