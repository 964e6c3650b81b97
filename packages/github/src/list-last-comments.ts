import type { Octokit } from '@octokit/rest';
import { type Comment, toComments } from './comment.ts';
import { type IssueAddress, issueParameters } from './issue-address.ts';
import type { Us } from './our-marker.ts';

const PAGE = 100;

export type LastComments = {
  /** All where there are no more than 200, else between 101 and 200; oldest first. */
  comments: Comment[];
  /** How many there are before them. */
  earlier: number;
};

/**
 * The last two pages, in at most three requests: GitHub lists them from the oldest on.
 * https://docs.github.com/en/rest/issues/comments#list-issue-comments
 */
export async function listLastComments(
  octokit: Octokit,
  address: IssueAddress,
  us: Us,
): Promise<LastComments> {
  const ask = (page: number) =>
    octokit.rest.issues.listComments({ ...issueParameters(address), per_page: PAGE, page });
  const first = await ask(1);
  const last = lastPage(first.headers.link);
  const from = Math.max(1, last - 1);
  const before = from === 1 ? first : await ask(from);
  const after = last === from ? [] : (await ask(last)).data;
  return { comments: toComments([...before.data, ...after], us), earlier: (from - 1) * PAGE };
}

/** https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api#using-link-headers */
function lastPage(link: string | undefined): number {
  const [, page] = link?.match(/[?&]page=(\d+)[^>]*>; rel="last"/) ?? [];
  return page === undefined ? 1 : Number(page);
}
