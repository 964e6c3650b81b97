import { enqueueMissing, markRebuilt, openStore } from '@opencode-commander/queue';
import { noteChanges } from './changes/note-changes.ts';
import { noteHints } from './changes/note-hints.ts';
import { lookAtOpen } from './open/look-at-open.ts';
import type { Poller } from './poller.ts';
import { readRepositoryRules } from './repositories/repository-rules.ts';
import { watchRepositories } from './repositories/watch-repositories.ts';
import { welcomeRepositories } from './repositories/welcome-repositories.ts';
import { visitPending } from './threads/visit-pending.ts';
import { expireQuestions } from './waiting/expire-questions.ts';
import { refreshPositions } from './waiting/refresh-positions.ts';
import { seeToDependencies } from './waiting/see-to-dependencies.ts';

/**
 * One look at GitHub: what changed anywhere and how everything open is now is asked in a fixed number of requests; only
 * the threads for which that matters are read, decided on, and seen to.
 */
export async function tick(poller: Poller, signal: AbortSignal): Promise<void> {
  const { memory, queues, store } = poller;
  const { id } = await openStore(queues);
  const rules = await readRepositoryRules(poller);
  const { watched, discovered } = await watchRepositories(poller, rules);
  const changes = await noteChanges(poller, { watched, rules });
  await noteHints(poller, watched);
  const areWelcomed = await welcomeRepositories(
    poller,
    (await memory.watched()).filter((one) => !rules.blocked(one)),
  );
  signal.throwIfAborted();
  const open = await lookAtOpen(poller, rules);
  await visitPending(poller, { changes, open, rules }, signal);
  await expireQuestions(poller);
  await seeToDependencies(poller, { changed: changes.names, all: discovered });
  await enqueueMissing(queues, store);
  // Each task that GitHub tells of has a record now; should Redis have been wiped meanwhile, that is another store.
  if (areWelcomed && (await memory.pending()).length === 0) await markRebuilt(queues, id);
  await refreshPositions(poller, await store.list({ statuses: ['queued'] }));
}
