import type { Call } from '../http/route.ts';
import { visibleRepositories } from '../state/access.ts';
import { isPullRequest } from '../state/entities.ts';
import { resolveActor } from './resolve-actor.ts';
import { resolveIssue } from './resolve-issue.ts';
import { resolvePull } from './resolve-pull.ts';
import { resolveRepository } from './resolve-repository.ts';

/** The issue, pull request, repository or account of a node id, where the caller can see it. */
export function findNode(call: Call, nodeId: string) {
  const [kind, id] = readNodeId(nodeId);
  switch (kind) {
    case 'Issue':
    case 'PullRequest':
      return findIssue(call, kind, id);
    case 'Repository': {
      const repository = visibleRepositories(call.world, call.viewer).find((one) => one.id === id);
      return repository ? resolveRepository(call, repository) : null;
    }
    case 'User':
    case 'Bot':
    case 'Organization': {
      const user = [...call.world.users.values()].find((one) => one.id === id);
      return user ? resolveActor(call.world, user) : null;
    }
    default:
      return null;
  }
}

function readNodeId(nodeId: string): [kind: string, id: number] {
  const [kind = '', id = ''] = Buffer.from(nodeId, 'base64url').toString().split(':');
  return [kind, Number(id)];
}

function findIssue(call: Call, kind: 'Issue' | 'PullRequest', id: number) {
  for (const repository of visibleRepositories(call.world, call.viewer))
    for (const issue of repository.issues) {
      if (kind === 'Issue' && issue.id === id && !issue.pull)
        return resolveIssue(call, { repository, issue });
      if (kind === 'PullRequest' && issue.pull?.id === id && isPullRequest(issue))
        return resolvePull(call, { repository, issue });
    }
  return null;
}
