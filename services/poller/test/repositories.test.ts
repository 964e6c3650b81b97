import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poller } from '../src/poller.ts';
import { publish, run, taskOf } from './acts.ts';
import { addRepository, type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('repositories that change', () => {
  let world: PollerWorld;
  let poller: Poller;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
    await addRepository(world.simulator, 'other');
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const look = () => world.look(poller);

  it.each([
    ['renamed', () => world.simulator.renameRepository({ repo: REPO, name: 'site' }), 'alice/site'],
    ['transferred', () => world.simulator.transferRepository({ repo: REPO, owner: 'acme' }), 'acme/web'],
  ])('%s: its tasks go on under the new name', async (_what, move, name) => {
    const number = world.file();
    await look();
    const { id, source } = await taskOf(world, number);
    await move();
    world.simulator.addCollaborator({ repo: name, login: 'bot', role: 'write' });
    await look();
    expect((await world.store.get(id))?.source).toMatchObject({ repo: name, repoId: source.repoId });
    expect((await world.store.get(id))?.source.url).toContain(`/${name}/issues/`);
    const later = world.file({ repo: name, author: name.split('/')[0] ?? '' });
    await look();
    expect((await world.store.list()).map((task) => task.source.repo)).toEqual([name, name]);
    world.simulator.comment({ repo: name, number, by: name.split('/')[0] ?? '', body: '/commander stop' });
    await look();
    expect((await world.store.get(id))?.status).toBe('cancelled');
    expect(await taskOf(world, later)).toMatchObject({ status: 'queued' });
  });

  it.each([
    ['archived', async () => world.simulator.archive({ repo: REPO })],
    ['deleted', () => world.simulator.deleteRepository({ repo: REPO })],
    ['lost', async () => world.simulator.removeCollaborator({ repo: REPO, login: 'bot' })],
    [
      'blocked by hand',
      async () => {
        const { id: repoId, fullName: name } = world.simulator.repository(REPO);
        const since = new Date().toISOString();
        await poller.repositories.put({ repoId, name, mode: 'blocked', since });
      },
    ],
  ])('%s: its tasks are cancelled, also those that run, and all others go on', async (_what, happens) => {
    const numbers = [world.file(), world.file()];
    world.file({ repo: 'alice/other' });
    await look();
    const [queued, running] = await Promise.all(numbers.map((number) => ofRepository(REPO, number)));
    const { epoch } = await run(world, running!);
    await happens();
    await world.tick(poller);
    await world.tick(poller);
    expect((await world.store.get(queued!.id))?.status).toBe('cancelled');
    const stopped = await world.store.get(running!.id);
    expect(stopped?.status).toBe('cancelled');
    expect(stopped?.epoch).toBeGreaterThan(epoch);
    const [told] = await world.store.readEvents(running!.id, { last: true, limit: 1 });
    expect(told?.event).toMatchObject({ type: 'status', message: expect.stringMatching(/\w+ \w+/) });
    world.file({ repo: 'alice/other' });
    await world.tick(poller);
    const others = (await world.store.list({ statuses: ['queued'] })).map(({ source }) => source.repo);
    expect(others).toEqual(['alice/other', 'alice/other']);
  });

  it('takes nothing from an archived repository, until it is one no more', async () => {
    await look();
    world.simulator.archive({ repo: REPO });
    await look();
    world.simulator.unarchive({ repo: REPO });
    world.file();
    await look();
    expect(await world.store.list()).toHaveLength(1);
  });

  it.each([
    ['archived', async () => world.simulator.archive({ repo: REPO })],
    ['deleted', () => world.simulator.deleteRepository({ repo: REPO })],
    ['lost', async () => world.simulator.removeCollaborator({ repo: REPO, login: 'bot' })],
  ])('%s: the follow-up of a pull request is stopped, although it runs', async (_what, happens) => {
    const number = world.file();
    await look();
    const pull = await publish(world, await ofRepository(REPO, number));
    await look();
    world.simulator.comment({
      repo: REPO,
      number: pull.number,
      by: 'alice',
      body: '/commander make it blue',
    });
    await look();
    const { epoch } = await run(world, await taskOf(world, number, 1));
    await happens();
    await world.tick(poller);
    const stopped = await taskOf(world, number, 1);
    expect(stopped?.status).toBe('cancelled');
    expect(stopped?.epoch).toBeGreaterThan(epoch);
  });

  it.each([
    [
      'moved to another repository',
      (number: number) => world.simulator.transferIssue({ repo: REPO, number, to: 'alice/other' }),
    ],
    ['deleted', (number: number) => world.simulator.deleteIssue({ repo: REPO, number })],
  ])('an issue that was %s takes its task with it', async (_what, happens) => {
    const [number, kept] = [world.file(), world.file()];
    await look();
    const { id } = await run(world, await taskOf(world, number));
    happens(number);
    await world.tick(poller);
    await world.tick(poller);
    expect((await world.store.get(id))?.status).toBe('cancelled');
    expect((await taskOf(world, kept)).status).toBe('queued');
  });

  it('takes up repositories that get the topic, and leaves those that lose it', async () => {
    await world.simulator.addRepository({ owner: 'alice', name: 'late', files: { a: 'a' } });
    world.simulator.addCollaborator({ repo: 'alice/late', login: 'bot', role: 'write' });
    await look();
    world.file({ repo: 'alice/late' });
    await look();
    expect(await world.store.list()).toEqual([]);
    world.simulator.setTopics({ repo: 'alice/late', topics: ['opencode-commander'] });
    world.simulator.setTopics({ repo: REPO, topics: [] });
    world.file({ repo: 'alice/late' });
    world.file();
    await look();
    await look();
    const tasks = (await world.store.list()).map(({ source }) => `${source.repo}#${source.number}`);
    expect(tasks.sort()).toEqual(['alice/late#1', 'alice/late#2']);
  });

  it('takes up a repository that somebody adds by hand, and leaves it when it is removed', async () => {
    await world.simulator.addRepository({ owner: 'alice', name: 'plain', files: { a: 'a' } });
    world.simulator.addCollaborator({ repo: 'alice/plain', login: 'bot', role: 'write' });
    world.file({ repo: 'alice/plain' });
    await look();
    const { id: repoId, fullName: name } = world.simulator.repository('alice/plain');
    await poller.repositories.put({ repoId, name, mode: 'served', since: new Date().toISOString() });
    await look();
    expect(await world.store.list()).toHaveLength(1);
    await poller.repositories.remove(repoId);
    await look();
    world.file({ repo: 'alice/plain' });
    await look();
    expect(await world.store.list()).toHaveLength(1);
  });

  async function ofRepository(repo: string, number: number) {
    const found = (await world.store.list()).find(
      ({ source }) => source.repo === repo && source.number === number,
    );
    if (found === undefined) throw new Error(`${repo}#${number} has no task`);
    return found;
  }
});
