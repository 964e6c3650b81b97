import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRepository, type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('a memory that cannot be read', () => {
  let world: PollerWorld;
  beforeEach(async () => {
    world = await startPollerWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const keyOf = (name: string) => `{${world.prefix}}:poller:${name}`;
  const warnings = () => world.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg);
  const removed = (what: string) => expect.stringContaining(`${what} in Redis cannot be read: it is removed`);

  it.each(['watched', 'seen', 'pending'])(
    'of what is %s is removed and said once, and ticks go on',
    async (name) => {
      const poller = world.poller();
      await world.tick(poller);
      await world.redis.hset(keyOf(name), { '1#2': '{', other: '{"since":"?"}' });
      const number = world.file();
      for (let i = 0; i < 2; i += 1) await world.tick(poller);
      expect((await world.store.list()).map(({ source }) => source.number)).toEqual([number]);
      // A hash has no order.
      expect(warnings().sort()).toEqual([
        removed(`1#2 of ${keyOf(name)}`),
        removed(`other of ${keyOf(name)}`),
      ]);
      for (const about of ['github', 'redis']) expect(poller.problems.current(about)).toBeUndefined();
    },
  );

  it('of a repository is made anew', async () => {
    const poller = world.poller();
    await world.tick(poller);
    const [{ id } = { id: 0 }] = await poller.memory.watched();
    await world.redis.hset(keyOf('watched'), `${id}`, '{"id":"?"}');
    world.file();
    await world.tick(poller);
    expect(await world.store.list()).toHaveLength(1);
    expect(await poller.memory.watched()).toMatchObject([{ id, fullName: REPO, by: 'topic' }]);
  });

  it('of an issue that is to be looked at is made anew', async () => {
    const poller = world.poller();
    await world.tick(poller);
    const [{ id } = { id: 0 }] = await poller.memory.watched();
    const number = world.file();
    // It was listed already.
    const later = new Date(Date.now() + 3_600_000).toISOString();
    for (const of of [id, 'all'] as const) await poller.memory.rememberCursor(of, later);
    await world.redis.hset(keyOf('pending'), `${id}#${number}`, '{');
    for (let i = 0; i < 2; i += 1) await world.tick(poller);
    expect((await world.store.list()).map(({ source }) => source.number)).toEqual([number]);
  });

  it('of what an issue or an ended pull request was like counts as none', async () => {
    const { memory } = world.poller();
    const place = { repoId: 1, repo: REPO, number: 2 };
    await world.redis.mset(keyOf('look:1#2'), '{', keyOf('ended:1#2'), '{}');
    expect(await memory.look(place)).toBeNull();
    expect(await memory.endedPull(place)).toBeNull();
    expect(await memory.look(place)).toBeNull();
    expect(warnings()).toEqual([removed(keyOf('look:1#2')), removed(keyOf('ended:1#2'))]);
  });

  it('of what people decided about a repository blocks it, is said once, and ticks go on', async () => {
    await addRepository(world.simulator, 'site');
    const poller = world.poller();
    await world.tick(poller);
    const [{ id } = { id: 0 }] = (await poller.memory.watched()).filter(({ fullName }) => fullName === REPO);
    await world.redis.hset(`{${world.prefix}}:repositories`, `${id}`, '{');
    world.file();
    world.file({ repo: 'alice/site' });
    for (let i = 0; i < 2; i += 1) await world.tick(poller);
    expect((await world.store.list()).map(({ source }) => source.repo)).toEqual(['alice/site']);
    expect(warnings()).toEqual([expect.stringContaining(`${id} of {${world.prefix}}:repositories in Redis`)]);
    for (const about of ['github', 'redis']) expect(poller.problems.current(about)).toBeUndefined();
  });

  it('of what a webhook named costs no other hint', async () => {
    const poller = world.poller();
    await world.tick(poller);
    const number = world.file();
    // It was listed already.
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await poller.memory.rememberCursor('all', later);
    await world.redis.sadd(`{${world.prefix}}:hints`, '{', JSON.stringify({ repo: REPO, number }));
    await world.tick(poller);
    expect((await world.store.list()).map(({ source }) => source.number)).toEqual([number]);
    expect(warnings()).toEqual([expect.stringContaining(`{${world.prefix}}:hints in Redis cannot be read`)]);
    expect(poller.problems.current('github')).toBeUndefined();
  });
});
