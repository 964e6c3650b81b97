import type { RateLimits } from '../http/rate-limits.ts';
import type { Route } from '../http/route.ts';
import { commentRoutes } from './comments.ts';
import { eventRoutes } from './events.ts';
import { issueRoutes } from './issues.ts';
import { issueLabelRoutes, labelRoutes } from './labels.ts';
import { metaRoutes } from './meta.ts';
import { pullRoutes } from './pulls.ts';
import { collaboratorRoutes, repositoryRoutes } from './repositories.ts';
import { searchRoutes } from './search.ts';
import { userRoutes } from './users.ts';

/** Every REST operation the simulator serves. */
export function allRoutes(limits: RateLimits): readonly Route[] {
  return [
    ...metaRoutes(limits),
    ...userRoutes,
    ...searchRoutes,
    ...repositoryRoutes,
    ...collaboratorRoutes,
    ...labelRoutes,
    ...issueRoutes,
    ...issueLabelRoutes,
    ...commentRoutes,
    ...eventRoutes,
    ...pullRoutes,
  ];
}
