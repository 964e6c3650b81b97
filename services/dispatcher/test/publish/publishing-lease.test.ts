import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { holdChange } from '../hold-change.ts';
import { openPublishingWorld, type PublishingWorld, REPO } from '../publishing-world.ts';

/** Four fifths of the right to publish. */
const LEASE_MS = 48_000;

let world: PublishingWorld;
beforeEach(async () => {
  world = await openPublishingWorld();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world[Symbol.asyncDispose]();
});

/** How often the pull request was asked to be opened. */
const posts = () =>
  world.github.requests.filter(({ method, path }) => method === 'POST' && path === `/repos/${REPO}/pulls`)
    .length;

/** While the pull request is looked for, which comes right before it is opened, the clock goes on by so much. */
async function whileLookedFor(ms: number, work: () => Promise<void>): Promise<unknown> {
  const route = '/repos/{owner}/{repo}/pulls';
  world.github.fault({ method: 'GET', route, delayMs: 200 });
  const looks = () =>
    world.github.requests.filter(({ method, path }) => method === 'GET' && path === `/repos/${REPO}/pulls`);
  const done = work().then(
    () => 'published',
    (error: unknown) => error,
  );
  await vi.waitFor(() => expect(looks()).toHaveLength(1), { interval: 5, timeout: 10_000 });
  expect(posts()).toBe(0);
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
  return done;
}

it('opens no pull request with a right that ran out while it was looked for', async () => {
  const { store, id, branch, publish } = await world.pushed();
  const outcome = await whileLookedFor(LEASE_MS, publish);
  expect(outcome).toMatchObject({ name: 'LetGo', letting: { why: 'taken' } });
  expect(posts()).toBe(0);
  expect(world.github.pulls(REPO)).toEqual([]);
  expect(await world.github.branches(REPO)).toHaveProperty([branch]);
  expect(await store.get(id)).toMatchObject({ status: 'running', prUrl: null });
});

it('opens it with one that nearly has', async () => {
  const { store, id, publish } = await world.pushed();
  expect(await whileLookedFor(LEASE_MS / 2, publish)).toBe('published');
  expect(posts()).toBe(1);
  expect(await store.get(id)).toMatchObject({ status: 'completed', pull: { state: 'open' } });
});

it('opens none when its task was cancelled with a right that it lost while it pushed', async () => {
  let leases = 0;
  const opening = holdChange(({ patch }) => typeof patch?.publishingUntil === 'string' && ++leases === 2);
  const { store, id, branch, publish } = await world.pushed({ through: opening.through });
  const done = publish().catch((error: unknown) => error);
  await opening.reached;
  const { epoch } = (await store.get(id)) ?? { epoch: 0 };

  // As if the process had slept for longer than its right lasts.
  const at = new Date().toISOString();
  await store.change({ id, epoch, at, patch: { publishingUntil: new Date(0).toISOString() } });
  await store.change({ id, epoch, at, status: 'cancelled', message: 'nobody wants it' });
  opening.goOn();

  expect(await done).toMatchObject({ name: 'StaleEpochError' });
  expect(posts()).toBe(0);
  expect(await store.get(id)).toMatchObject({ status: 'cancelled', prUrl: null });
  expect(await world.github.branches(REPO)).toHaveProperty([branch]);
  expect(await world.queues.outbox.getJobCounts('wait', 'prioritized', 'delayed')).toEqual({
    ...{ wait: 0, prioritized: 0, delayed: 0 },
  });
});
