import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { splitFullName } from './full-name.ts';
import { type Issue, issueSchema } from './issue.ts';

export type LabelledIn = { fullName: string; label: string };

/** The open issues that carry a label, oldest first, without pull requests. */
export async function listIssues(octokit: Octokit, labelled: LabelledIn): Promise<Issue[]> {
  return (await listLabelled(octokit, labelled)).filter(({ isPullRequest }) => !isPullRequest);
}

/** The open issues and pull requests that carry a label, oldest first. */
export async function listLabelled(octokit: Octokit, { fullName, label }: LabelledIn): Promise<Issue[]> {
  const answer = await octokit.paginate(octokit.rest.issues.listForRepo, {
    ...splitFullName(fullName),
    labels: label,
    state: 'open',
    sort: 'created',
    direction: 'asc',
    per_page: 100,
  });
  return z.array(issueSchema).parse(answer);
}
