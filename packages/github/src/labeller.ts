import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type IssueAddress, issueParameters } from './issue-address.ts';

const eventSchema = z.object({
  event: z.string(),
  actor: z.object({ login: z.string() }).nullish(),
  label: z.object({ name: z.string() }).nullish(),
});

/** Login of who last added the label to the issue; null when nobody did or the account is gone. */
export async function labeller(
  octokit: Octokit,
  address: IssueAddress,
  label: string,
): Promise<string | null> {
  const method = octokit.rest.issues.listEvents;
  const answer = await octokit.paginate(method, { ...issueParameters(address), per_page: 100 });
  const added = z
    .array(eventSchema)
    .parse(answer)
    .filter((one) => one.event === 'labeled' && one.label?.name.toLowerCase() === label.toLowerCase());
  return added.at(-1)?.actor?.login ?? null;
}
