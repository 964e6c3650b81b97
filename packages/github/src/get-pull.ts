import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type IssueAddress, pullParameters } from './issue-address.ts';
import { ourMarker, type Us } from './our-marker.ts';
import type { PullRequest } from './pull.ts';

const pullSchema = z.object({
  number: z.number(),
  node_id: z.string(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  mergeable: z.boolean().nullable(),
  head: z.object({ sha: z.string(), ref: z.string() }),
  base: z.object({ ref: z.string() }),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});

/** https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request */
export async function getPull(octokit: Octokit, address: IssueAddress, us: Us): Promise<PullRequest> {
  const answer = pullSchema.parse((await octokit.rest.pulls.get(pullParameters(address))).data);
  return {
    number: answer.number,
    nodeId: answer.node_id,
    state: answer.merged ? 'merged' : answer.state,
    headSha: answer.head.sha,
    headRef: answer.head.ref,
    baseRef: answer.base.ref,
    url: answer.html_url,
    mergeable: answer.mergeable,
    marker: ourMarker({ author: answer.user?.login ?? null, body: answer.body ?? '' }, us),
  };
}
