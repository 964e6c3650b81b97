import type { Octokit } from '@octokit/rest';
import type { Marker } from '@opencode-commander/task';
import { z } from 'zod';
import { changeLabels } from './change-labels.ts';
import { createOnce } from './create-once.ts';
import { splitFullName } from './full-name.ts';
import { shortTitle, signedText } from './signed-text.ts';

/** A pull request from a branch of the same repository; `head` and `base` are branch names. */
export type PullRequestDraft = {
  head: string;
  base: string;
  title: string;
  body: string;
  labels: readonly string[];
  marker: Marker;
};

const pullSchema = z.object({
  number: z.number(),
  node_id: z.string(),
  html_url: z.string(),
  labels: z.array(z.object({ name: z.string() })).default([]),
  /** Where it comes from, null when that is gone, and where it goes to. */
  head: z.object({ repo: z.object({ id: z.number() }).nullable() }),
  base: z.object({ repo: z.object({ id: z.number() }) }),
});
type Pull = z.infer<typeof pullSchema>;

/** Opens a pull request, unless one from that branch is open already, and sees to its labels. */
export async function openPullRequest(
  octokit: Octokit,
  fullName: string,
  { draft, markerKey }: { draft: PullRequestDraft; markerKey: string },
): Promise<{ number: number; nodeId: string; url: string; created: boolean }> {
  const { value: pull, created } = await createOnce({
    find: () => findPull(octokit, fullName, draft.head),
    create: () => createPull(octokit, fullName, { draft, markerKey }),
  });
  const there = pull.labels.map(({ name }) => name);
  const add = draft.labels.filter((label) => !there.includes(label));
  await changeLabels(octokit, { fullName, number: pull.number }, { add, remove: [] });
  return { number: pull.number, nodeId: pull.node_id, url: pull.html_url, created };
}

/** The open pull request from a branch of the repository, null when there is none. */
export async function findPullRequest(
  octokit: Octokit,
  fullName: string,
  head: string,
): Promise<{ number: number; nodeId: string; url: string } | null> {
  const pull = await findPull(octokit, fullName, head);
  return pull && { number: pull.number, nodeId: pull.node_id, url: pull.html_url };
}

async function findPull(octokit: Octokit, fullName: string, head: string): Promise<Pull | null> {
  const { owner, repo } = splitFullName(fullName);
  const { data } = await octokit.rest.pulls.list({ owner, repo, head: `${owner}:${head}`, state: 'open' });
  const pulls = z.array(pullSchema).parse(data);
  // GitHub tells heads by their owner, who may have a fork beside the repository.
  return pulls.find((pull) => pull.head.repo?.id === pull.base.repo.id) ?? null;
}

async function createPull(
  octokit: Octokit,
  fullName: string,
  { draft, markerKey }: { draft: PullRequestDraft; markerKey: string },
): Promise<Pull> {
  const { data } = await octokit.rest.pulls.create({
    ...splitFullName(fullName),
    head: draft.head,
    base: draft.base,
    title: shortTitle(draft.title),
    body: signedText(draft.body, draft.marker, markerKey),
  });
  return pullSchema.parse(data);
}
