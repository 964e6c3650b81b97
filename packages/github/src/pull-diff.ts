import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { cutText } from './cut-text.ts';
import { hasStatus } from './has-status.ts';
import { type IssueAddress, pullParameters } from './issue-address.ts';

const MAX_LENGTH = 100_000;
const NOTE = '\n(the diff is cut here)\n';

/**
 * What a pull request changes, as a unified diff; '' where it is too large for GitHub, which answers 406 then.
 * https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request
 */
export async function pullDiff(octokit: Octokit, address: IssueAddress): Promise<string> {
  const parameters = { ...pullParameters(address), mediaType: { format: 'diff' } };
  try {
    const diff = z.string().parse((await octokit.rest.pulls.get(parameters)).data);
    return diff.length <= MAX_LENGTH ? diff : cutText(diff, MAX_LENGTH - NOTE.length) + NOTE;
  } catch (error) {
    if (hasStatus(error, 406)) return '';
    throw error;
  }
}
