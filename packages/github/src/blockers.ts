import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Blocker } from './blocker.ts';
import { hasStatus } from './has-status.ts';
import { type IssueAddress, issueParameters } from './issue-address.ts';

/** Issues that must be closed first. https://docs.github.com/en/rest/issues/issue-dependencies */
export function blockedBy(octokit: Octokit, address: IssueAddress): Promise<Blocker[]> {
  const method = octokit.rest.issues.listDependenciesBlockedBy;
  return orNone(octokit.paginate(method, { ...issueParameters(address), per_page: 100 }));
}

/** Issues that an issue is made of. https://docs.github.com/en/rest/issues/sub-issues#list-sub-issues */
export function subIssues(octokit: Octokit, address: IssueAddress): Promise<Blocker[]> {
  const method = octokit.rest.issues.listSubIssues;
  return orNone(octokit.paginate(method, { ...issueParameters(address), per_page: 100 }));
}

const blockerSchema = z
  .object({ number: z.number(), state: z.enum(['open', 'closed']), repository_url: z.url() })
  .transform(
    ({ number, state, repository_url: url }): Blocker => ({
      repo: new URL(url).pathname.split('/').slice(-2).join('/'),
      number,
      state,
    }),
  );

/** Servers that have no such thing do not know the address. */
async function orNone(asked: Promise<unknown>): Promise<Blocker[]> {
  try {
    return z.array(blockerSchema).parse(await asked);
  } catch (error) {
    if (hasStatus(error, 404, 410)) return [];
    throw error;
  }
}
