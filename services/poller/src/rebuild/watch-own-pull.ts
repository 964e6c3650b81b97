import { issueNumberOf, type Marker, taskId, WRITE_OPERATIONS } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

export type MarkedPull = { repoId: number; number: number; nodeId: string; marker: Marker };

/**
 * Watches an open pull request that a marker shows to be ours; gives the number of its issue, null where the marker is of
 * another place or another kind of write.
 */
export async function watchOwnPull(
  { store, config }: Pick<Poller, 'store' | 'config'>,
  { repoId, number, nodeId, marker }: MarkedPull,
): Promise<number | null> {
  const issue = issueNumberOf(marker.task);
  const id = taskId({ host: config.github.host, repoId, number: issue, round: 0 });
  if (marker.task !== id || marker.operation !== WRITE_OPERATIONS.pullRequest) return null;
  await store.linkPull({ repoId, number, nodeId, taskId: id });
  return issue;
}
