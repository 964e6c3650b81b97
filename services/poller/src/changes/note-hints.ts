import { takeHints } from '@opencode-commander/queue';
import type { WatchedRepository } from '../memory/watch-memory.ts';
import type { Poller } from '../poller.ts';

/** Notes the threads that webhooks have named: GitHub's listing may not show their change yet. */
export async function noteHints(
  { queues, memory }: Poller,
  watched: readonly WatchedRepository[],
): Promise<void> {
  const ids = new Map(watched.map(({ id, fullName }) => [fullName.toLowerCase(), id]));
  const places = (await takeHints(queues)).flatMap(({ repo, number }) => {
    const repoId = ids.get(repo.toLowerCase());
    return repoId === undefined ? [] : [{ repoId, repo, number }];
  });
  await memory.addPending(places);
}
