import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poller } from '../../src/poller.ts';
import { taskOf } from '../acts.ts';
import { type PollerWorld, REPO, startPollerWorld } from '../poller-world.ts';

describe('issues that wait for others', () => {
  let world: PollerWorld;
  let poller: Poller;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const look = () => world.look(poller);

  const jobs = () => world.queues.tasks.getJobCountByTypes('waiting', 'prioritized', 'delayed');
  const waitsFor = async (number: number) => (await taskOf(world, number)).waitsFor;

  it.each([
    [
      'its text',
      (number: number) => void world.simulator.editIssue({ repo: REPO, number, body: 'Depends on #1' }),
    ],
    [
      'blocked by',
      (number: number) =>
        world.simulator.addBlocker({ repo: REPO, number, blocker: { repo: REPO, number: 1 } }),
    ],
    [
      'a sub-issue',
      (number: number) =>
        world.simulator.addSubIssue({ repo: REPO, number, child: { repo: REPO, number: 1 } }),
    ],
  ])('%s: waits without a job until the other is closed', async (_what, link) => {
    const blocker = world.file({ labels: [] });
    const number = world.file({ labels: [] });
    link(number);
    world.simulator.changeLabels({ repo: REPO, number, add: ['agent'] });
    await look();
    expect(await waitsFor(number)).toEqual({ kind: 'dependencies', issues: [`${REPO}#1`], cycle: false });
    expect(await jobs()).toBe(0);
    expect(world.comments(number)[0]).toContain('waits for alice/web#');
    await look();
    expect(await jobs()).toBe(0);
    world.simulator.close({ repo: REPO, number: blocker });
    await look();
    expect(await waitsFor(number)).toBeNull();
    expect(await jobs()).toBe(1);
    expect(world.comments(number)[0]).toContain('position 1');
  });

  it('waits for what is added while it is queued, and goes on when it is taken away', async () => {
    const [blocker, number] = [world.file({ labels: [] }), world.file()];
    await look();
    expect(await jobs()).toBe(1);
    const link = { repo: REPO, number, blocker: { repo: REPO, number: blocker } };
    world.simulator.addBlocker(link);
    world.simulator.comment({ repo: REPO, number, body: 'That one first.' });
    await look();
    expect(await waitsFor(number)).toMatchObject({ kind: 'dependencies' });
    expect(await jobs()).toBe(0);
    world.simulator.removeBlocker(link);
    for (let i = 0; i < 11; i += 1) await world.tick(poller);
    expect(await waitsFor(number)).toBeNull();
    expect(await jobs()).toBe(1);
  });

  it('tells those that wait for each other, once, and lets them go when that ends', async () => {
    const [a, b] = [world.file({ body: 'Depends on #2' }), world.file({ body: 'Depends on #1' })];
    for (let i = 0; i < 3; i += 1) await look();
    for (const number of [a, b]) {
      expect(await waitsFor(number)).toMatchObject({ kind: 'dependencies', cycle: true });
      expect(
        world.comments(number).filter((body) => body.includes('**This issue waits for itself.**')),
      ).toHaveLength(1);
    }
    world.simulator.editIssue({ repo: REPO, number: b, body: 'Depends on nothing' });
    for (let i = 0; i < 2; i += 1) await look();
    expect(await waitsFor(b)).toBeNull();
    expect(await waitsFor(a)).toMatchObject({ cycle: false });
    expect(await jobs()).toBe(1);
  });

  it('does not wait for itself, nor for what nobody can read', async () => {
    const number = world.file({ body: 'Depends on #1, depends on nobody/nothing#7' });
    await look();
    expect(await waitsFor(number)).toBeNull();
    expect(await jobs()).toBe(1);
  });
});
