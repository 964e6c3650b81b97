import { requestPoll } from '@opencode-commander/queue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poller } from '../src/poller.ts';
import { ask, taskOf } from './acts.ts';
import { later } from './later.ts';
import { addRepository, type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('what a tick asks GitHub', () => {
  let world: PollerWorld;
  let poller: Poller;
  /** Of GitHub's clock. */
  let aheadMs = 0;
  beforeEach(async () => {
    world = await startPollerWorld();
    aheadMs = 0;
    poller = world.poller({ now: () => new Date(Date.now() + aheadMs) });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  async function asked(tick = () => world.tick(poller)) {
    const last = world.simulator.requests.at(-1)?.sequence ?? 0;
    await tick();
    return world.simulator.requests.filter(({ sequence }) => sequence > last);
  }

  /** Until nothing is left over from the beginning; on the way to the next search. */
  async function settle(): Promise<void> {
    for (let i = 0; i < 4; i += 1) {
      await world.look(poller);
      aheadMs += 3_000;
    }
  }

  it.each([1, 20])('asks two things when nothing happens in %i repositories', async (repositories) => {
    for (let i = 1; i < repositories; i += 1) {
      await addRepository(world.simulator, `r${i}`);
      world.file({ repo: `alice/r${i}` });
    }
    await settle();
    expect(await world.store.list()).toHaveLength(repositories - 1);
    for (let i = 0; i < 5; i += 1) {
      const requests = await asked();
      const paths = requests.map(({ path, status }) => `${path} ${status}`);
      expect(paths).toEqual(repositories === 1 ? ['/issues 304'] : ['/issues 304', '/graphql 200']);
    }
  });

  it('searches at every tenth tick', async () => {
    let searches = 0;
    for (let i = 0; i < 30; i += 1)
      searches += (await asked()).filter(({ path }) => path === '/search/repositories').length;
    expect(searches).toBe(3);
  });

  it('reads the details of what changed only', async () => {
    const [number] = [world.file(), world.file(), world.file()];
    await settle();
    // What changed in the second of the last change is told once more; from here on that is the comment alone.
    await later();
    world.simulator.comment({ repo: REPO, number, body: 'Well.' });
    for (let i = 0; i < 3; i += 1) {
      await world.tick(poller);
      aheadMs += 3_000;
    }
    world.simulator.comment({ repo: REPO, number, body: 'Well, well.' });
    const paths = (await asked()).map(({ path }) => path);
    const details = paths.filter((path) => path.startsWith(`/repos/${REPO}/issues/`));
    expect(details.filter((path) => !path.startsWith(`/repos/${REPO}/issues/${number}/`))).toEqual([]);
    expect(paths.length).toBeLessThanOrEqual(7);
  });

  it('finds what happened although its own clock is an hour off', async () => {
    for (const hours of [-1, 1]) {
      const number = world.file();
      const off = world.poller({ now: () => new Date(Date.now() + hours * 3_600_000) });
      await world.tick(off);
      await ask(world, await taskOf(world, number), { waitMs: 72 * 3_600_000 });
      await world.write(off);
      await world.tick(off);
      world.simulator.comment({ repo: REPO, number, by: 'alice', body: '1' });
      await world.tick(off);
      expect(await taskOf(world, number)).toMatchObject({ status: 'queued', answer: { by: 'alice' } });
    }
  });

  it('takes webhooks for hints: missing, twice, or in the wrong order', async () => {
    const [a, b] = [world.file({ labels: [] }), world.file({ labels: [] })];
    await settle();
    world.simulator.changeLabels({ repo: REPO, number: a, add: ['agent'] });
    world.simulator.changeLabels({ repo: REPO, number: b, add: ['agent'] });
    for (const number of [b, a, a, 77]) await requestPoll(world.queues, { repo: REPO, number });
    await requestPoll(world.queues, { repo: 'nobody/knows', number: 1 });
    await Promise.all([world.tick(poller), world.tick(world.poller({ github: world.connect() }))]);
    await world.write(poller);
    expect(await world.store.list()).toHaveLength(2);
    expect(world.comments(a)).toHaveLength(1);
    await requestPoll(world.queues, { repo: REPO, number: a });
    await world.tick(poller);
    expect(await world.store.list()).toHaveLength(2);
    expect(world.lines.filter(({ level }) => level >= 40)).toEqual([]);
  });

  it('looks where a hint says although the listing says nothing', async () => {
    const number = world.file({ labels: [] });
    await settle();
    world.simulator.changeLabels({ repo: REPO, number, add: ['agent'] });
    const nothing = { status: 304, times: Number.POSITIVE_INFINITY };
    world.simulator.fault({ route: '/issues', ...nothing });
    await requestPoll(world.queues, { repo: REPO, number });
    await world.tick(poller);
    expect(await world.store.list()).toHaveLength(1);
  });

  it('asks again for what it was told and could not note', async () => {
    await settle();
    world.file();
    const dying = { ...poller.memory, addPending: () => Promise.reject(new Error('it died')) };
    await world.tick({ ...poller, memory: dying });
    await world.tick(poller);
    expect(await world.store.list()).toHaveLength(1);
  });

  it('asks each repository where there is no listing of all', async () => {
    await addRepository(world.simulator, 'other');
    const { appId, privateKey } = installed(world);
    const app = world.poller({ github: world.connectApp({ appId, privateKey }) });
    await world.tick(app);
    const number = world.file();
    world.file({ repo: 'alice/other' });
    await world.tick(app);
    expect(await world.store.list()).toHaveLength(2);
    for (let i = 0; i < 2; i += 1) {
      await world.write(app);
      await world.tick(app);
    }
    world.simulator.comment({ repo: REPO, number, by: 'alice', body: '/commander stop' });
    await world.tick(app);
    const statuses = (await world.store.list()).map(({ source, status }) => `${source.repo} ${status}`);
    expect(statuses.sort()).toEqual(['alice/other queued', 'alice/web cancelled']);
    const paths = (await asked(() => world.tick(app))).map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith('/issues')).sort()).toEqual([
      '/repos/alice/other/issues',
      '/repos/alice/web/issues',
    ]);
  });
});

function installed({ simulator }: PollerWorld): { appId: number; privateKey: string } {
  const { id: appId, privateKey } = simulator.addApp({ slug: 'helper', account: 'alice' });
  if (privateKey === null) throw new Error('no key');
  return { appId, privateKey };
}
