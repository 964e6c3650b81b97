import type { DispatchControl } from '@opencode-commander/control';
import type { GitHub } from '@opencode-commander/github';

/** Reads an issue with its repository, as dispatching wants it. Throws GitHubError. */
export function readIssue(github: Pick<GitHub, 'getRepository' | 'getIssue'>): DispatchControl['readIssue'] {
  return async ({ repo, number }) => {
    const [repository, issue] = await Promise.all([
      github.getRepository(repo),
      github.getIssue(repo, number),
    ]);
    return { ...issue, repoId: repository.id, repo: repository.fullName };
  };
}
