import type { Call } from '../http/route.ts';
import { roleOf } from '../state/access.ts';
import { fullName, isPullRequest, type Repository } from '../state/entities.ts';
import { findIssue } from '../state/issues.ts';
import { repositoryPage } from '../views/repository.ts';
import { nodeId } from '../views/user.ts';
import { resolveIssue } from './resolve-issue.ts';
import { resolvePull } from './resolve-pull.ts';

export function resolveRepository(call: Call, repository: Repository) {
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    url: repositoryPage(call.world, repository),
    isArchived: repository.archived,
    isDisabled: false,
    isPrivate: repository.private,
    viewerPermission: roleOf(repository, call.viewer)?.toUpperCase() ?? null,
    defaultBranchRef: {
      id: nodeId('Ref', `${repository.id}:refs/heads/${repository.defaultBranch}`),
      name: repository.defaultBranch,
    },
    issue({ number }: { number: number }) {
      const issue = findIssue(repository, number);
      return issue && !issue.pull ? resolveIssue(call, { repository, issue }) : null;
    },
    pullRequest({ number }: { number: number }) {
      const issue = findIssue(repository, number);
      return issue && isPullRequest(issue) ? resolvePull(call, { repository, issue }) : null;
    },
  };
}
