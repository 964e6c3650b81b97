import type { Octokit } from '@octokit/rest';
import { findRequest, type RequestId, renderRequestMarker } from '@opencode-commander/task';
import { z } from 'zod';
import { createOnce } from './create-once.ts';
import { splitFullName } from './full-name.ts';
import { type Issue, issueSchema } from './issue.ts';
import type { Us } from './our-marker.ts';
import { headedText, shortTitle } from './signed-text.ts';

/** An issue that is to be there once for a request: found again by the hidden marker in its text and by who wrote it. */
export type IssueDraft = {
  title: string;
  body: string;
  request: RequestId;
  /** One that was closed since counts as well: else another one is opened. */
  evenClosed: boolean;
  /** Awaited right before it is opened; what it throws is passed on, and nothing is opened. */
  beforeOpening: () => Promise<void>;
};

const PER_PAGE = 100;
/** Of those that we have opened in the repository so many are looked at, the latest first. */
const MOST_PAGES = 10;

/** Opens an issue, unless it is there already. */
export async function openIssue(
  octokit: Octokit,
  fullName: string,
  { draft, us }: { draft: IssueDraft; us: Us },
): Promise<{ issue: Issue; opened: boolean }> {
  const { value, created } = await createOnce({
    find: () => findIssue(octokit, fullName, { draft, us }),
    create: () => createIssue(octokit, fullName, { draft, us }),
  });
  return { issue: value, opened: created };
}

async function findIssue(
  octokit: Octokit,
  fullName: string,
  { draft, us }: { draft: IssueDraft; us: Us },
): Promise<Issue | null> {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
    ...splitFullName(fullName),
    creator: us.login,
    state: draft.evenClosed ? 'all' : 'open',
    sort: 'created',
    direction: 'desc',
    per_page: PER_PAGE,
  });
  let left = MOST_PAGES;
  for await (const { data } of pages) {
    const found = z
      .array(issueSchema)
      .parse(data)
      .find((issue) => isOf(issue, draft.request, us));
    if (found !== undefined) return found;
    left -= 1;
    if (left === 0) break;
  }
  return null;
}

function isOf({ author, body, isPullRequest }: Issue, request: RequestId, us: Us): boolean {
  if (isPullRequest || author?.toLowerCase() !== us.login.toLowerCase()) return false;
  return findRequest(body, us.markerKey) === request;
}

async function createIssue(
  octokit: Octokit,
  fullName: string,
  { draft, us }: { draft: IssueDraft; us: Us },
): Promise<Issue> {
  await draft.beforeOpening();
  const { data } = await octokit.rest.issues.create({
    ...splitFullName(fullName),
    title: shortTitle(draft.title),
    body: headedText(draft.body, renderRequestMarker(draft.request, us.markerKey)),
  });
  return issueSchema.parse(data);
}
