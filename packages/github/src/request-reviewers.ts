import type { Octokit } from '@octokit/rest';
import { type Sending, sending } from './ask-before-sending.ts';
import { hasStatus } from './has-status.ts';
import { type IssueAddress, pullParameters } from './issue-address.ts';

/** Who is to be asked. */
export type ReviewersAsked = Sending & { logins: readonly string[] };

/**
 * Asks people for a review, each apart: GitHub refuses all of a request for one who cannot be asked (the author, or
 * somebody who may no longer see the repository).
 * https://docs.github.com/en/rest/pulls/review-requests#request-reviewers-for-a-pull-request
 */
export async function requestReviewers(
  octokit: Octokit,
  address: IssueAddress,
  { logins, ...asking }: ReviewersAsked,
): Promise<void> {
  for (const login of new Set(logins)) await requestReviewer(octokit, address, { login, ...asking });
}

async function requestReviewer(
  octokit: Octokit,
  address: IssueAddress,
  { login, ...asking }: Sending & { login: string },
): Promise<void> {
  try {
    await octokit.rest.pulls.requestReviewers({
      ...pullParameters(address),
      reviewers: [login],
      ...sending(asking),
    });
  } catch (error) {
    if (!hasStatus(error, 422)) throw error;
  }
}
