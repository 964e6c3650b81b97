import { takeHints } from '@opencode-commander/queue';
import type { WatchedRepository } from '../memory/watch-memory.ts';
import type { Poller } from '../poller.ts';

/** Notes the threads that webhooks have named: GitHub's listing may not show their change yet. */
export async function noteHints(
  { queues, memory, log }: Poller,
  watched: readonly WatchedRepository[],
): Promise<void> {
  const ids = new Map(watched.map(({ id, fullName }) => [fullName.toLowerCase(), id]));
  const hints = await takeHints(queues, (err) => log.warn({ err }, err.message));
  const places = hints.flatMap(({ repo, number }) => {
    const repoId = ids.get(repo.toLowerCase());
    return repoId === undefined ? [] : [{ repoId, repo, number }];
  });
  await memory.addPending(places);
}
