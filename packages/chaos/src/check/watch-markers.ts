import type { Change, GitHubSimulator } from '@opencode-commander/simulators';
import { findMarker } from '@opencode-commander/task';
import { BOT, MARKER_KEY } from '../world.ts';
import type { MarkerSeen } from './snapshot.ts';

/** Notes every marker that ever stood in a text of ours, also one that was edited away since. */
export function watchMarkers(github: GitHubSimulator): { markers: readonly MarkerSeen[]; stop(): void } {
  const markers: MarkerSeen[] = [];
  const last = new Map<string, string>();
  const note = (thread: string, key: string, body: string) => {
    const marker = findMarker(body, MARKER_KEY);
    if (marker === null) return;
    const now = `${marker.epoch}`;
    if (last.get(key) === now) return;
    last.set(key, now);
    markers.push({ at: new Date().toISOString(), thread, marker });
  };
  const look = ({ repo, number }: Change) => {
    if (number === null) return;
    const thread = `${repo}#${number}`;
    for (const { id, author, body } of github.comments(repo, number))
      if (author === BOT) note(thread, `comment ${id}`, body);
    const issue = github.issue(repo, number);
    if (issue?.isPullRequest && issue.author === BOT) note(thread, thread, issue.body);
  };
  return { markers, stop: github.on('change', look) };
}
