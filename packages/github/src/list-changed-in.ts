import type { Octokit } from '@octokit/rest';
import type { ChangedIssues } from './changed-issues.ts';
import { splitFullName } from './full-name.ts';
import { issueSchema } from './issue.ts';
import { type ReadSince, readChanges } from './read-changes.ts';
import type { Repository } from './repository.ts';

export type ChangedIn = { fullName: string; since: string | null; repository: () => Promise<Repository> };

/**
 * What changed in one repository, which is read only if something did.
 * https://docs.github.com/en/rest/issues/issues#list-repository-issues
 */
export async function listChangedIn(
  octokit: Octokit,
  { fullName, since, repository: readRepository }: ChangedIn,
  read: ReadSince,
): Promise<ChangedIssues> {
  const route = { method: 'GET', url: '/repos/{owner}/{repo}/issues', ...splitFullName(fullName) } as const;
  const issues = await readChanges(octokit, { name: fullName, route, since, schema: issueSchema }, read);
  if (issues === null) return { status: 'unchanged' };
  const repository = await readRepository();
  return { status: 'changed', issues: issues.map((issue) => ({ ...issue, repository })) };
}
