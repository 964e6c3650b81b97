import type { Octokit } from '@octokit/rest';
import { type Comment, toComments } from './comment.ts';
import { type IssueAddress, issueParameters } from './issue-address.ts';
import type { Us } from './our-marker.ts';

/** https://docs.github.com/en/rest/issues/comments#list-issue-comments */
export async function listComments(octokit: Octokit, address: IssueAddress, us: Us): Promise<Comment[]> {
  const method = octokit.rest.issues.listComments;
  return toComments(await octokit.paginate(method, { ...issueParameters(address), per_page: 100 }), us);
}
