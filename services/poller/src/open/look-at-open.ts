import type { IssueState, PullState } from '@opencode-commander/github';
import type { PullLink } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import { placeKey } from '../changes/note-changes.ts';
import type { SeenThing, ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import type { RepositoryRules } from '../repositories/repository-rules.ts';
import { tolerate } from '../tolerate.ts';
import { followIssue } from './follow-issue.ts';
import { followPull } from './follow-pull.ts';

/** Something open, as GitHub has it now. */
export type OpenThing = {
  place: ThreadPlace;
  nodeId: string;
  state: IssueState | PullState;
  /** Another text means that it is to be looked at. */
  likeness: string;
  /** Since when it has been so, in ms; null: it was otherwise at the last look. */
  since: number | null;
};

/** By place. */
export type OpenThings = ReadonlyMap<string, OpenThing>;

/**
 * Asks how everything open is now, in one query: the issues of open tasks and our open pull requests. Notes what has
 * changed, and sees to what nobody may work on any more.
 */
export async function lookAtOpen(poller: Poller, rules: RepositoryRules): Promise<OpenThings> {
  const tasks = (await poller.store.list({ statuses: [...OPEN] })).filter(({ round }) => round === 0);
  const links = await poller.store.pulls();
  const nodeIds = [
    ...new Set([...tasks.flatMap(({ source }) => source.nodeId ?? []), ...links.map((link) => link.nodeId)]),
  ];
  const found = nodeIds.length === 0 ? NONE : await poller.github.openThings(nodeIds);
  const things = await followAll(poller, { tasks, links, found, rules });
  const known = await noteChanged(poller, things);
  return new Map(known.map((thing) => [placeKey(thing.place), thing]));
}

const NONE: Following['found'] = new Map();
const OPEN = ['queued', 'dispatched', 'running', 'waiting_human'] as const;

type Following = {
  tasks: readonly Task[];
  links: readonly PullLink[];
  found: ReadonlyMap<string, IssueState | PullState | null>;
  rules: RepositoryRules;
};

async function followAll(poller: Poller, { tasks, links, found, rules }: Following): Promise<OpenThing[]> {
  const things: (OpenThing | null)[] = [];
  for (const task of tasks) {
    const state = found.get(task.source.nodeId ?? '');
    things.push(await tolerate(poller, task.id, () => followIssue(poller, { task, state, rules })));
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
