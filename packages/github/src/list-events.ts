import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type IssueAddress, issueParameters } from './issue-address.ts';

/** Something that was done to an issue: `labeled`, `renamed`, `reopened` and so on. */
export type IssueEvent = {
  /** Later events have higher ids. */
  id: number;
  event: string;
  /** Login of who did it; null when the account is gone. */
  actor: string | null;
  /** The label it is about, if it is about one. */
  label: string | null;
  createdAt: string;
};

const eventSchema = z
  .object({
    id: z.number(),
    event: z.string(),
    actor: z.object({ login: z.string() }).nullish(),
    label: z.object({ name: z.string() }).nullish(),
    created_at: z.string(),
  })
  .transform(
    ({ id, event, actor, label, created_at }): IssueEvent => ({
      id,
      event,
      actor: actor?.login ?? null,
      label: label?.name ?? null,
      createdAt: created_at,
    }),
  );

/** What was done to an issue, oldest first. https://docs.github.com/en/rest/issues/events#list-issue-events */
export async function listEvents(octokit: Octokit, address: IssueAddress): Promise<IssueEvent[]> {
  const method = octokit.rest.issues.listEvents;
  const answer = await octokit.paginate(method, { ...issueParameters(address), per_page: 100 });
  return z.array(eventSchema).parse(answer);
}
