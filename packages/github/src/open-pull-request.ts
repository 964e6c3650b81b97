import type { Octokit } from '@octokit/rest';
import type { Marker } from '@opencode-commander/task';
import { z } from 'zod';
import { type Sending, sending } from './ask-before-sending.ts';
import { changeLabels } from './change-labels.ts';
import { createOnce } from './create-once.ts';
import { splitFullName } from './full-name.ts';
import { ourMarker, type Us } from './our-marker.ts';
import { shortTitle, signedText } from './signed-text.ts';

/** Which pull request from a branch of the repository is looked for. */
export type WantedPull = {
  /** The branch. */
  head: string;
  /** The write that opens it, under whatever epoch. */
  marker: Pick<Marker, 'task' | 'operation'>;
  /** One that has ended counts as well if its marker has a later epoch than this: a run opened it and could not say so. */
  since: number;
};

/** A pull request from a branch of the same repository; `head` and `base` are branch names. */
export type PullRequestDraft = WantedPull &
  Sending & {
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
  state: z.enum(['open', 'closed']),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  labels: z.array(z.object({ name: z.string() })).default([]),
  /** Where it comes from, null when that is gone, and where it goes to. */
  head: z.object({ repo: z.object({ id: z.number() }).nullable() }),
  base: z.object({ repo: z.object({ id: z.number() }) }),
});
type Pull = z.infer<typeof pullSchema>;

/** Opens a pull request, unless it is there already, and sees to its labels while it is open. */
export async function openPullRequest(
  octokit: Octokit,
  fullName: string,
  { draft, us }: { draft: PullRequestDraft; us: Us },
): Promise<{ number: number; nodeId: string; url: string; created: boolean }> {
  const { value: pull, created } = await createOnce({
    find: () => findPull(octokit, fullName, { wanted: draft, us }),
    create: () => createPull(octokit, fullName, { draft, us }),
  });
  const there = pull.labels.map(({ name }) => name);
  const add = pull.state === 'open' ? draft.labels.filter((label) => !there.includes(label)) : [];
  const { beforeSending } = draft;
  await changeLabels(octokit, { fullName, number: pull.number }, { add, remove: [], beforeSending });
  return { number: pull.number, nodeId: pull.node_id, url: pull.html_url, created };
}

/** The pull request that is looked for, null when there is none. */
export async function findPullRequest(
  octokit: Octokit,
  fullName: string,
  looking: { wanted: WantedPull; us: Us },
): Promise<{ number: number; nodeId: string; url: string } | null> {
  const pull = await findPull(octokit, fullName, looking);
  return pull && { number: pull.number, nodeId: pull.node_id, url: pull.html_url };
}

async function findPull(
  octokit: Octokit,
  fullName: string,
  { wanted, us }: { wanted: WantedPull; us: Us },
): Promise<Pull | null> {
  const { owner, repo } = splitFullName(fullName);
  // The newest first.
  const { data } = await octokit.rest.pulls.list({
    owner,
    repo,
    head: `${owner}:${wanted.head}`,
    state: 'all',
  });
  const pulls = z
    .array(pullSchema)
    .parse(data)
    // GitHub tells heads by their owner, who may have a fork beside the repository.
    .filter((pull) => pull.head.repo?.id === pull.base.repo.id);
  return (
    pulls.find(({ state }) => state === 'open') ?? pulls.find((pull) => isWanted(pull, wanted, us)) ?? null
  );
}

function isWanted({ user, body }: Pull, { marker, since }: WantedPull, us: Us): boolean {
  const found = ourMarker({ author: user?.login ?? null, body: body ?? '' }, us);
  return found?.task === marker.task && found.operation === marker.operation && found.epoch > since;
}

async function createPull(
  octokit: Octokit,
  fullName: string,
  { draft, us }: { draft: PullRequestDraft; us: Us },
): Promise<Pull> {
  const { data } = await octokit.rest.pulls.create({
    ...splitFullName(fullName),
    head: draft.head,
    base: draft.base,
    title: shortTitle(draft.title),
    body: signedText(draft.body, draft.marker, us.markerKey),
    ...sending(draft),
  });
  return pullSchema.parse(data);
}
