import type { PullLink } from '@opencode-commander/queue';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';

/** A pull request of ours; people speak on those that have ended too, and open them again. */
export type FoundPull = {
  link: PullLink;
  /** It is watched; else it has ended. */
  watched: boolean;
};

export async function findPull(
  { store, memory }: Pick<Poller, 'store' | 'memory'>,
  place: Pick<ThreadPlace, 'repoId' | 'number'>,
): Promise<FoundPull | null> {
  const { repoId, number } = place;
  const link = (await store.pulls()).find((pull) => pull.repoId === repoId && pull.number === number);
  if (link !== undefined) return { link, watched: true };
  const ended = await memory.endedPull(place);
  return ended && { link: ended, watched: false };
}
