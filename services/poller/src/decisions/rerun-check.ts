import { rerunOf, type ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import type { PullDecision } from './carry-out-decision.ts';

/** Starts a failed check once more; one that GitHub does not start again has had its second chance too. */
export async function rerunCheck(
  { github, memory }: Poller,
  { check, headSha }: Extract<PullDecision, { do: 'rerun' }>,
  place: ThreadPlace,
): Promise<void> {
  const failed = await github.listFailedChecks(place.repo, headSha);
  const found = failed.find(({ id }) => id === check.id);
  const outcome = found === undefined ? 'started' : await github.rerunCheck(place.repo, found);
  await memory.rememberHandled(place, rerunOf(headSha, check.name));
  // Nothing will change by itself: another look decides what to do instead.
  if (outcome === 'refused') await memory.addPending([place]);
}
