import type { Octokit } from '@octokit/rest';
import type { Marker } from '@opencode-commander/task';
import { listLabelled } from './list-issues.ts';
import { ourMarker, type Us } from './our-marker.ts';

/** An open pull request that we made. */
export type OwnPull = { number: number; nodeId: string; url: string; marker: Marker };

/** The open pull requests with a label that carry a marker of ours, oldest first. */
export async function listOwnPulls(
  octokit: Octokit,
  labelled: { fullName: string; label: string },
  us: Us,
): Promise<OwnPull[]> {
  const pulls = (await listLabelled(octokit, labelled)).filter(({ isPullRequest }) => isPullRequest);
  return pulls.flatMap(({ number, nodeId, url, author, body }) => {
    const marker = ourMarker({ author, body }, us);
    return marker === null ? [] : [{ number, nodeId, url, marker }];
  });
}
