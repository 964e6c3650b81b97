import type { Octokit } from '@octokit/rest';
import { type Issue, issueSchema } from './issue.ts';
import { type IssueAddress, issueParameters } from './issue-address.ts';

/** One issue, or pull request, whatever its state. */
export async function getIssue(octokit: Octokit, address: IssueAddress): Promise<Issue> {
  const { data } = await octokit.rest.issues.get(issueParameters(address));
  return issueSchema.parse(data);
}
