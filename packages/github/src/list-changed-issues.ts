import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { ChangedIssue, ChangedIssues } from './changed-issues.ts';
import { hasStatus } from './has-status.ts';
import { issueSchema } from './issue.ts';
import { type ReadSince, readChanges } from './read-changes.ts';
import { repositorySchema } from './repository.ts';

/**
 * What changed in all repositories of the token's user; `unsupported` where GitHub does not let it be asked.
 * https://docs.github.com/en/rest/issues/issues#list-issues-assigned-to-the-authenticated-user
 */
export async function listChangedIssues(
  octokit: Octokit,
  since: string | null,
  read: ReadSince,
): Promise<ChangedIssues | { status: 'unsupported' }> {
  const route = { method: 'GET', url: '/issues', filter: 'all' } as const;
  try {
    const issues = await readChanges(octokit, { name: '', route, since, schema: changedIssueSchema }, read);
    return issues === null ? { status: 'unchanged' } : { status: 'changed', issues };
  } catch (error) {
    if (hasStatus(error, 403, 404)) return { status: 'unsupported' };
    throw error;
  }
}

const placeSchema = z.object({ repository: repositorySchema });

const changedIssueSchema = z
  .unknown()
  .transform((answer): ChangedIssue => ({ ...issueSchema.parse(answer), ...placeSchema.parse(answer) }));
