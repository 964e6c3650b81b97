import type { ChangedIssue, ChangedIssues } from '@opencode-commander/github';
import type { WatchedRepository } from '../memory/watch-memory.ts';
import type { Poller } from '../poller.ts';
import { tolerate } from '../tolerate.ts';

/** Takes note of what a listing told; only then the next one begins behind it. */
type Note = (issues: readonly ChangedIssue[], listing: { knowsTopics: boolean }) => Promise<void>;

/**
 * Lists what changed since the last listing: in all repositories at once where GitHub has that, else in each. What was told
 * and could not be noted is asked for again.
 */
export async function listChanges(
  poller: Poller,
  watched: readonly WatchedRepository[],
  note: Note,
): Promise<void> {
  const { github } = poller;
  const answer = await listOnce(poller, 'all', {
    list: (since) => github.listChangedIssues({ since }),
    note: (issues) => note(issues, { knowsTopics: true }),
  });
  if (answer !== 'unsupported') return;
  for (const { id, fullName } of watched)
    await tolerate(poller, fullName, () =>
      listOnce(poller, id, {
        list: (since) => github.listChangedIn(fullName, { since }),
        note: (issues) => note(issues, { knowsTopics: false }),
      }),
    );
}

type Listing = {
  list: (since: string) => Promise<ChangedIssues | { status: 'unsupported' }>;
  note: (issues: readonly ChangedIssue[]) => Promise<void>;
};

async function listOnce(
  { memory, doubts, now }: Poller,
  of: number | 'all',
  { list, note }: Listing,
): Promise<ChangedIssues['status'] | 'unsupported'> {
  const cursor = await memory.cursor(of);
  const from = cursor ?? dayBefore(now());
  const doubt = doubts.get(of) ?? 0;
  // GitHub says of the same instant that nothing changed, although nobody has noted what it told before.
  const answer = await list(earlier(from, doubt));
  if (answer.status !== 'changed') return answer.status;
  doubts.set(of, doubt + 1);
  await note(answer.issues);
  const newest = answer.issues.map(({ updatedAt }) => updatedAt).reduce(later, from);
  // Also when there was nothing: the same question has the same answer, and asking again costs nothing.
  if (newest !== cursor) await memory.rememberCursor(of, newest);
  doubts.delete(of);
  return answer.status;
}

function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

function earlier(instant: string, seconds: number): string {
  return toSecond(new Date(Date.parse(instant) - seconds * 1000));
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Labels put on before anybody looked are found when a repository is welcomed; a clock may be some hours off. */
function dayBefore(now: Date): string {
  return toSecond(new Date(now.getTime() - DAY_MS));
}

/** As GitHub writes instants. */
function toSecond(instant: Date): string {
  return instant.toISOString().replace(/\.\d+Z$/, 'Z');
}
