import { createTrust, GitHubError, type Trust } from '@opencode-commander/github';
import { threadKey } from '@opencode-commander/queue';
import type { Changes } from '../changes/note-changes.ts';
import type { PendingThread } from '../memory/thread-memory.ts';
import { seenNow } from '../open/look-at-open.ts';
import type { OpenThings } from '../open/open-thing.ts';
import type { Poller } from '../poller.ts';
import type { RepositoryRules } from '../repositories/repository-rules.ts';
import { tolerate } from '../tolerate.ts';
import { findPull } from './find-pull.ts';
import { visitIssue } from './visit-issue.ts';
import { visitPull } from './visit-pull.ts';

/** What this tick has found out before it reads threads. */
export type TickFindings = { changes: Changes; open: OpenThings; rules: RepositoryRules };

/** So many repositories are looked at side by side: GitHub's answers take their time, and it wants few requests at once. */
const AT_ONCE = 4;

/** Looks at every thread that was noted; one that fails is looked at again at the next tick. */
export async function visitPending(
  poller: Poller,
  findings: TickFindings,
  signal: AbortSignal,
): Promise<void> {
  const trust = createTrust(poller.github, poller.config.github);
  const repositories = byRepository(await poller.memory.pending());
  const failing = new AbortController();
  const going = AbortSignal.any([signal, failing.signal]);
  const lane = async () => {
    for (let threads = repositories.shift(); threads; threads = repositories.shift())
      for (const thread of threads) {
        going.throwIfAborted();
        const about = `${thread.repo}#${thread.number}`;
        await tolerate(poller, about, () => visit(poller, thread, { ...findings, trust }));
      }
  };
  const lanes = Array.from({ length: AT_ONCE }, () => lane().catch((error: unknown) => failing.abort(error)));
  await Promise.all(lanes);
  going.throwIfAborted();
}

/** Older issues first, so that they are queued in the order in which they were filed. */
function byRepository(places: readonly PendingThread[]): PendingThread[][] {
  const repositories = new Map<number, PendingThread[]>();
  for (const place of [...places].sort((a, b) => a.repoId - b.repoId || a.number - b.number))
    repositories.set(place.repoId, [...(repositories.get(place.repoId) ?? []), place]);
  return [...repositories.values()];
}

async function visit(
  poller: Poller,
  thread: PendingThread,
  { changes, open, rules, trust }: TickFindings & { trust: Trust },
): Promise<void> {
  const { memory } = poller;
  const { note: _note, ...place } = thread;
  const key = threadKey(place);
  const thing = open.get(key);
  const pull = await findPull(poller, place);
  const state = thing?.state.kind === 'pull' ? thing.state : null;
  if (!rules.blocked({ id: place.repoId, fullName: place.repo }))
    await (pull
      ? visitPull(poller, { place, ...pull, state, trust })
      : visitIssue(poller, { place, issue: changes.issues.get(key) ?? null, trust })
    ).catch(ignoreGone);
  if (thing) await memory.rememberSeen(thing.nodeId, seenNow(thing, poller.now().getTime()));
  await memory.removePending(thread);
}

/** What is gone will not come back; of an open task the look at all that is open finds out. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof GitHubError && error.kind === 'not_found')) throw error;
}
