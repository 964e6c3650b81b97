import type { RateLimits } from '../http/rate-limits.ts';
import type { Route } from '../http/route.ts';
import { accountIssueRoutes } from './account-issues.ts';
import { actionsJobRoutes } from './actions-jobs.ts';
import { appRoutes } from './apps.ts';
import { checkRunRoutes } from './check-runs.ts';
import { commentRoutes } from './comments.ts';
import { commitRoutes } from './commits.ts';
import { contentRoutes } from './contents.ts';
import { eventRoutes } from './events.ts';
import { gitDataRoutes } from './git-data.ts';
import { issueLinkRoutes } from './issue-links.ts';
import { issueRoutes } from './issues.ts';
import { issueLabelRoutes, labelRoutes } from './labels.ts';
import { metaRoutes } from './meta.ts';
import { pullPartRoutes } from './pull-parts.ts';
import { pullRoutes } from './pulls.ts';
import { reactionRoutes } from './reactions.ts';
import { collaboratorRoutes, repositoryRoutes } from './repositories.ts';
import { reviewCommentRoutes } from './review-comments.ts';
import { reviewRoutes } from './reviews.ts';
import { searchRoutes } from './search.ts';
import { statusRoutes } from './statuses.ts';
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
    ...accountIssueRoutes,
    ...issueLinkRoutes,
    ...actionsJobRoutes,
    ...issueLabelRoutes,
    ...commentRoutes,
    ...eventRoutes,
    ...pullRoutes,
    ...appRoutes,
    ...checkRunRoutes,
    ...commitRoutes,
    ...contentRoutes,
    ...gitDataRoutes,
    ...pullPartRoutes,
    ...reactionRoutes,
    ...reviewRoutes,
    ...reviewCommentRoutes,
    ...statusRoutes,
  ];
}
