import { z } from 'zod';
import { GitHubError } from './github-error.ts';

const fullNameSchema = z.string().regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/);

/** The two halves of `owner/name`, as Octokit wants them. */
export function splitFullName(fullName: string): { owner: string; repo: string } {
  const [owner, repo] = fullNameSchema.safeParse(fullName).data?.split('/') ?? [];
  if (owner === undefined || repo === undefined || /^\.+$/.test(owner) || /^\.+$/.test(repo))
    throw new GitHubError(`"${fullName}" is not the name of a repository: write owner/name`, {
      kind: 'invalid',
    });
  return { owner, repo };
}
