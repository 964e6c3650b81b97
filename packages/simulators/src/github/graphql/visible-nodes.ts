import type { Call } from '../http/route.ts';
import { visibleRepositories } from '../state/access.ts';
import { isPullRequest, type PlacedIssue } from '../state/entities.ts';
import { issueNodeId } from '../views/issue.ts';
import { nodeId } from '../views/user.ts';
import { resolveActor } from './resolve-actor.ts';
import { resolveIssue } from './resolve-issue.ts';
import { resolvePull } from './resolve-pull.ts';
import { resolveRepository } from './resolve-repository.ts';

type Resolve = () => object;

/** Every issue, pull request, repository and account that the caller can see, by node id. */
export function visibleNodes(call: Call): ReadonlyMap<string, Resolve> {
  const { world, viewer } = call;
  const repositories = visibleRepositories(world, viewer);
  return new Map<string, Resolve>([
    ...[...world.users.values()].map(
      (user) => [nodeId(user.type, user.id), () => resolveActor(world, user)] as const,
    ),
    ...repositories.map((one) => [nodeId('Repository', one.id), () => resolveRepository(call, one)] as const),
    ...repositories.flatMap((repository) =>
      repository.issues.map(
        (issue) => [issueNodeId(issue), () => resolvePlaced(call, { repository, issue })] as const,
      ),
    ),
  ]);
}

function resolvePlaced(call: Call, { repository, issue }: PlacedIssue) {
  return isPullRequest(issue)
    ? resolvePull(call, { repository, issue })
    : resolveIssue(call, { repository, issue });
}
