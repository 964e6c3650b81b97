import { EventEmitter, once } from 'node:events';
import { RedisError } from '@opencode-commander/queue';
import { systemLabels, taskId } from '@opencode-commander/task';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPollerMemory } from '../src/memory/poller-memory.ts';
import type { Poller } from '../src/poller.ts';
import { addRepository, type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('tick', () => {
  let world: PollerWorld;
  beforeEach(async () => {
    world = await startPollerWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const jobs = () => world.queues.tasks.getJobCountByTypes('waiting', 'prioritized', 'delayed', 'active');

  it('makes one task of each labelled issue, however many pollers look at once', async () => {
    for (let i = 0; i < 12; i += 1)
      world.file({ title: `issue ${i}`, labels: [i % 2 ? 'agent' : 'agent/ready'] });
    world.file({ labels: ['bug'] });
    const pollers = [1, 2, 3].map(() => world.poller({ github: world.connect() }));
    await Promise.all(pollers.map((poller) => world.tick(poller)));
    const tasks = await world.store.list({ statuses: ['queued'] });
    expect(tasks).toHaveLength(12);
    expect(await jobs()).toBe(12);
    expect(tasks.find(({ title }) => title === 'issue 3')).toMatchObject({
      body: 'Please.',
      priority: 'medium',
      status: 'queued',
      source: { host: 'github.test', repo: REPO, number: 4, kind: 'issue' },
    });
    expect(world.lines.filter(({ level }) => level >= 40)).toEqual([]);
  });

  it('takes nothing again after a restart, whatever became of the task', async () => {
    const number = world.file();
    await world.tick(world.poller());
    const [task] = await world.store.list();
    const at = new Date().toISOString();
    const claimed = await world.store.claim({ id: task!.id, host: 'h', at });
    for (const status of ['running', 'completed'] as const)
      await world.store.change({ id: task!.id, epoch: claimed.epoch, status, at });
    await world.queues.tasks.obliterate({ force: true });
    await world.tick(world.poller({ github: world.connect() }));
    expect((await world.store.get(task!.id))?.status).toBe('completed');
    expect(await jobs()).toBe(0);
    // Long after, when the record has expired, the label still says what came of it.
    world.simulator.changeLabels({ repo: REPO, number, add: ['agent/done'] });
    await world.forget(`task:${task!.id}`);
    await world.tick(world.poller({ github: world.connect() }));
    expect(await world.store.get(task!.id)).toBeNull();
  });

  it('enqueues a task whose poller died before it did', async () => {
    world.file();
    const dying = world.poller();
    await world.tick(dying);
    await world.queues.tasks.obliterate({ force: true });
    await world.queues.outbox.obliterate({ force: true });
    await world.tick(world.poller());
    expect(await jobs()).toBe(1);
    await world.write(dying);
    expect(world.labels(1)).toEqual(['agent', 'agent/queued']);
  });

  it('looks at other repositories while one keeps it waiting', async () => {
    await addRepository(world.simulator, 'other');
    world.file({ title: 'slow' });
    world.file({ title: 'quick', repo: 'alice/other' });
    const slow = world.simulator.fault({ route: `/repos/${REPO}/issues/1/events`, delayMs: 5_000 });
    const titles = async () => (await world.store.list()).map(({ title }) => title);
    const changes = new EventEmitter();
    const stored = once(changes, 'change');
    const unsubscribe = await world.store.onChange(() => changes.emit('change'));
    const ticking = world.tick(world.poller());
    await stored;
    expect(await titles()).toEqual(['quick']);
    await ticking;
    expect((await titles()).sort()).toEqual(['quick', 'slow']);
    await unsubscribe();
    slow();
  });

  it('obeys the priority label', async () => {
    world.file({ title: 'later' });
    world.file({ title: 'first', labels: ['agent', 'priority/critical'] });
    await world.tick(world.poller());
    expect((await world.store.list()).map(({ title, priority }) => [title, priority]).sort()).toEqual([
      ['first', 'critical'],
      ['later', 'medium'],
    ]);
  });

  it('keeps title and body byte for byte', async () => {
    const title = 'Quotes "\' `$(rm -rf /)` 🦊 \\n %s';
    const body = `${'🦊é"\'$(id)`\\'.repeat(6_000)}\r\n\tend\n`;
    world.file({ title, body });
    await world.tick(world.poller());
    expect((await world.store.list())[0]).toMatchObject({ title, body });
  });

  it('withdraws queued tasks whose issue was closed or lost its label, and no others', async () => {
    const [closed, unlabelled, kept] = [world.file(), world.file(), world.file()];
    const poller = world.poller();
    await world.look(poller);
    world.simulator.setIssueState({ repo: REPO, number: closed, state: 'closed' });
    world.simulator.changeLabels({ repo: REPO, number: unlabelled, remove: ['agent'] });
    await world.look(poller);
    const statuses = (await world.store.list()).map(({ source, status }) => [source.number, status]).sort();
    expect(statuses).toEqual([
      [closed, 'cancelled'],
      [unlabelled, 'cancelled'],
      [kept, 'queued'],
    ]);
    expect(world.labels(closed)).toEqual(['agent']);
    expect(world.labels(unlabelled)).toEqual([]);
    expect(world.comments(closed)[0]).toContain('Cancelled');
    expect(world.comments(kept)[0]).toContain('Queued');
  });

  it('takes a withdrawn task up again when its issue asks again, with its text of then', async () => {
    const number = world.file({ title: 'Before' });
    const poller = world.poller();
    await world.tick(poller);
    world.simulator.changeLabels({ repo: REPO, number, remove: ['agent'] });
    await world.tick(poller);
    expect((await world.store.list())[0]?.status).toBe('cancelled');
    world.simulator.changeLabels({ repo: REPO, number, add: ['agent'] });
    await Promise.all([world.tick(poller), world.tick(world.poller({ github: world.connect() }))]);
    expect(await world.store.list()).toEqual([
      expect.objectContaining({ status: 'queued', finishedAt: null }),
    ]);
    expect(await jobs()).toBe(1);
    await world.write(poller);
    expect(world.labels(number)).toEqual(['agent', 'agent/queued']);
    const [task] = await world.store.list();
    const { id, epoch } = task!;
    await world.store.change({ id, epoch, status: 'cancelled', at: new Date().toISOString() });
    await world.tick(poller);
    expect((await world.store.get(id))?.status).toBe('cancelled');
  });

  it('remembers that it withdrew a task although it died right after', async () => {
    const number = world.file();
    const poller = world.poller();
    await world.tick(poller);
    world.simulator.changeLabels({ repo: REPO, number, remove: ['agent'] });
    const dying: Poller['store']['change'] = async (change) => {
      await world.store.change(change);
      throw new Error('it died');
    };
    await world.tick({ ...poller, store: { ...world.store, change: dying } });
    expect((await world.store.list())[0]?.status).toBe('cancelled');
    world.simulator.changeLabels({ repo: REPO, number, add: ['agent'] });
    await world.tick(world.poller());
    expect((await world.store.list())[0]?.status).toBe('queued');
  });

  it('goes on with all other issues when the record of one cannot be read', async () => {
    const [broken, later] = [world.file(), world.file()];
    await world.tick(world.poller());
    const id = (await world.store.list()).find(({ source }) => source.number === broken)?.id;
    await world.redis.hset(`{${world.prefix}}:task:${id}`, 'usage', '{');
    const third = world.file();
    const poller = world.poller();
    await world.tick(poller);
    expect((await world.store.list()).map(({ source }) => source.number).sort()).toEqual([later, third]);
    expect(poller.problems.current(`${REPO}#${broken}`)?.message).toContain('cannot be read');
    expect(poller.problems.current('github')).toBeUndefined();
  });

  it('says that Redis is away, not that GitHub is', async () => {
    const redis = world.redis.duplicate();
    redis.on('error', () => undefined);
    const poller = { ...world.poller(), memory: createPollerMemory({ redis, prefix: world.prefix }) };
    await world.tick(poller);
    redis.disconnect();
    await world.tick(poller);
    expect(poller.problems.current('redis')).toBeInstanceOf(RedisError);
    expect(poller.problems.current('github')).toBeUndefined();
  });

  it('leaves a task cancelled that a person cancelled', async () => {
    world.file();
    await world.tick(world.poller());
    const [task] = await world.store.list();
    const at = new Date().toISOString();
    await world.store.change({ id: task!.id, epoch: 0, status: 'cancelled', at });
    await world.tick(world.poller());
    expect((await world.store.get(task!.id))?.status).toBe('cancelled');
  });

  it('leaves a queued task alone that never had a label', async () => {
    const number = world.file();
    await world.tick(world.poller());
    const [task] = await world.store.list();
    // As `commander run` would have made it.
    await world.forget('poller:look:');
    world.simulator.changeLabels({ repo: REPO, number, remove: ['agent'] });
    await world.tick(world.poller());
    expect((await world.store.get(task!.id))?.status).toBe('queued');
  });

  it('tells waiting people when they move up', async () => {
    const poller = world.poller();
    const [first, second] = [world.file(), world.file()];
    await world.look(poller);
    expect(world.comments(second)[0]).toContain('position 2');
    world.simulator.setIssueState({ repo: REPO, number: first, state: 'closed' });
    await world.tick(poller);
    const [cancelled] = await world.store.list({ statuses: ['cancelled'] });
    await world.queues.tasks.remove(`run-${cancelled?.id}`);
    await world.tick(poller);
    expect(await world.write(poller)).toBe(2);
    expect(world.comments(second)[0]).toContain('position 1');
    await world.tick(poller);
    expect(await world.write(poller)).toBe(0);
  });

  it('makes the labels once per repository', async () => {
    const poller = world.poller();
    await world.tick(poller);
    await world.tick(poller);
    const made = world.simulator.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/labels'),
    );
    expect(made.length).toBe(systemLabels('agent').length);
    world.file();
    await world.tick(poller);
    expect((await world.store.list()).length).toBe(1);
  });

  it('gives each repository its turn when another fails', async () => {
    await addRepository(world.simulator, 'broken');
    world.file({ repo: 'alice/broken' });
    world.file();
    world.simulator.fault({
      route: '/repos/alice/broken/issues/1/comments',
      status: 500,
      times: Number.POSITIVE_INFINITY,
    });
    const poller = world.poller({ repos: ['alice/nothing'] });
    for (let i = 0; i < 3; i += 1) await world.tick(poller);
    expect((await world.store.list()).map(({ source }) => source.repo)).toEqual([REPO]);
    expect(world.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([
      'alice/nothing is not there, or the token has no access to it',
      expect.stringContaining('answered 500 (alice/broken#1)'),
    ]);
    world.simulator.clearFaults();
    await world.tick(poller);
    expect(await world.store.list()).toHaveLength(2);
  });

  it('does not forget a repository that the search has lost, until it lacks the topic', async () => {
    const poller = world.poller();
    await world.tick(poller);
    const nothing = { total_count: 0, incomplete_results: false, items: [] };
    const times = Number.POSITIVE_INFINITY;
    world.simulator.fault({ route: '/search/repositories', status: 200, body: nothing, times });
    world.file();
    for (let i = 0; i < 12; i += 1) await world.tick(poller);
    expect(await world.store.list()).toHaveLength(1);
    expect(await poller.memory.watched()).toMatchObject([{ fullName: REPO, by: 'topic' }]);
  });

  it('works on repositories that the configuration names', async () => {
    await world.simulator.addRepository({ owner: 'alice', name: 'plain', files: { a: 'a' } });
    world.simulator.addCollaborator({ repo: 'alice/plain', login: 'bot', role: 'write' });
    await world.simulator.addRepository({ owner: 'zoe', name: 'theirs', files: { a: 'a' } });
    world.file({ repo: 'alice/plain' });
    await world.tick(world.poller({ repos: ['alice/plain', 'zoe/theirs'] }));
    expect((await world.store.list()).map(({ source }) => source.repo)).toEqual(['alice/plain']);
    expect(world.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([
      expect.stringContaining('may not push to zoe/theirs'),
    ]);
  });

  it('stops at a rate limit and waits until it is over', async () => {
    await addRepository(world.simulator, 'later');
    world.file();
    world.simulator.fault({ route: `/repos/${REPO}/issues`, status: 429, headers: { 'retry-after': '120' } });
    const poller = world.poller();
    await world.tick(poller);
    const before = world.simulator.requests.length;
    await world.tick(poller);
    await world.tick(world.poller());
    expect(world.simulator.requests.length).toBe(before);
    // Each of the two says it once.
    expect(world.lines.filter(({ level }) => level >= 40)).toHaveLength(2);
    await world.forget('rate:');
    await world.tick(poller);
    expect(await world.store.list()).toHaveLength(1);
  });

  it('says once that the token is refused, and that it works again', async () => {
    const poller = world.poller({ github: world.connect('ghp_wrong') });
    await world.tick(poller);
    await world.tick(poller);
    expect(world.lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('GitHub refused the token')]);
    world.simulator.addUser({ login: 'bot', token: 'ghp_wrong' });
    await world.tick(poller);
    expect(world.lines.at(-1)?.msg).toBe('works again');
  });

  it('gives the same issue the same id everywhere', async () => {
    const number = world.file();
    await world.tick(world.poller());
    const [task] = await world.store.list();
    expect(task?.id).toBe(taskId({ host: 'github.test', repoId: task!.source.repoId, number, round: 0 }));
  });
});
