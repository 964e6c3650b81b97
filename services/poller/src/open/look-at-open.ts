import type { IssueState, PullState } from '@opencode-commander/github';
import { type PullLink, threadKey } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { SeenThing } from '../memory/seen-memory.ts';
import type { Poller } from '../poller.ts';
import type { RepositoryRules } from '../repositories/repository-rules.ts';
import { tolerate } from '../tolerate.ts';
import { followIssue, type OpenWork } from './follow-issue.ts';
import { followPull } from './follow-pull.ts';
import type { OpenThing, OpenThings } from './open-thing.ts';
import { showOwed } from './show-owed.ts';

/**
 * Asks how everything open is now, in one query: the issues of open tasks, follow-ups included, and our open pull requests. Notes what has
 * changed, and sees to what nobody may work on any more.
 */
export async function lookAtOpen(poller: Poller, rules: RepositoryRules): Promise<OpenThings> {
  await showOwed(poller);
  const links = await poller.store.pulls();
  const works = await openWorks(poller, links);
  const nodeIds = [
    ...new Set([
      ...works.flatMap(({ root }) => root.source.nodeId ?? []),
      ...links.map((link) => link.nodeId),
    ]),
  ];
  const found = nodeIds.length === 0 ? NONE : await poller.github.openThings(nodeIds);
  const things = await followAll(poller, { works, links, found, rules });
  const known = await noteChanged(poller, things);
  return new Map(known.map((thing) => [threadKey(thing.place), thing]));
}

/** What is queued, runs or waits for an issue: its own task, or a follow-up on its pull request. */
async function openWorks(poller: Poller, links: readonly PullLink[]): Promise<OpenWork[]> {
  const works: OpenWork[] = [];
  for (const task of await poller.store.list({ statuses: [...OPEN] })) {
    const root = task.round === 0 ? task : await rootOf(poller, task, links);
    if (root) works.push({ root, task });
  }
  return works;
}

/** Null when nobody watches the follow-up's pull request any more, or the record cannot be read. */
async function rootOf(
  poller: Poller,
  { id, source }: Task,
  links: readonly PullLink[],
): Promise<Task | null> {
  const link = links.find((pull) => threadKey(pull) === threadKey(source));
  if (link === undefined) return null;
  return tolerate(poller, `the issue of ${id}`, () => poller.store.get(link.taskId));
}

const NONE: Following['found'] = new Map();
const OPEN = ['queued', 'dispatched', 'running', 'waiting_human'] as const;

type Following = {
  works: readonly OpenWork[];
  links: readonly PullLink[];
  found: ReadonlyMap<string, IssueState | PullState | null>;
  rules: RepositoryRules;
};

async function followAll(poller: Poller, { works, links, found, rules }: Following): Promise<OpenThing[]> {
  const things: (OpenThing | null)[] = [];
  for (const { root, task } of works) {
    const state = found.get(root.source.nodeId ?? '');
    things.push(await tolerate(poller, task.id, () => followIssue(poller, { root, task, state, rules })));
  }
  for (const link of links) {
    const state = found.get(link.nodeId);
    const about = `pull request ${link.number} of ${link.taskId}`;
    things.push(await tolerate(poller, about, () => followPull(poller, { link, state, rules })));
  }
  return things.filter((thing) => thing !== null);
}

async function noteChanged({ memory }: Poller, things: readonly OpenThing[]): Promise<OpenThing[]> {
  const seen = await memory.seen();
  const known = things.map((thing) => withSince(thing, seen.get(thing.nodeId)));
  const unsettled = known.filter(({ since, nodeId }) => since === null || !seen.get(nodeId)?.settled);
  await memory.addPending(unsettled.map(({ place }) => place));
  const open = new Set(things.map(({ nodeId }) => nodeId));
  await memory.forgetSeen([...seen.keys()].filter((nodeId) => !open.has(nodeId)));
  return known;
}

function withSince(thing: OpenThing, seen: SeenThing | undefined): OpenThing {
  return { ...thing, since: seen?.likeness === thing.likeness ? seen.since : null };
}

/** GitHub's instants are whole seconds: what happens after a look and in the second before it changes none of them. */
const SETTLED_MS = 2_000;

/** What is to be remembered of an open thing that has just been dealt with. */
export function seenNow({ likeness, since }: OpenThing, now: number): SeenThing {
  // Clocks of several hosts differ; only that some time has passed counts.
  const settled = since !== null && Math.abs(now - since) >= SETTLED_MS;
  return { likeness, since: since ?? now, settled };
}
