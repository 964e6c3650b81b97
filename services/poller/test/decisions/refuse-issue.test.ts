import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PollerWorld, REPO, startPollerWorld } from '../poller-world.ts';

describe('an issue labelled by somebody who may not start agents', () => {
  let world: PollerWorld;
  beforeEach(async () => {
    world = await startPollerWorld();
    world.simulator.addUser({ login: 'mallory' });
    world.simulator.addCollaborator({ repo: REPO, login: 'mallory', role: 'triage' });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('is refused politely, once, and becomes no task', async () => {
    const number = world.file({ author: 'mallory' });
    const poller = world.poller();
    await Promise.all([world.tick(poller), world.tick(world.poller({ github: world.connect() }))]);
    await world.write(poller);
    await world.forget('poller:refused');
    await world.look(poller);
    expect(await world.store.list()).toEqual([]);
    expect(world.comments(number)).toHaveLength(1);
    expect(world.comments(number)[0]).toContain('write access');
    expect(world.labels(number)).toEqual(['agent']);
    await world.tick(poller);
    expect(await world.write(poller)).toBe(0);
  });

  it('is taken when somebody trusted labels it after all', async () => {
    const number = world.file({ author: 'mallory' });
    const poller = world.poller();
    await world.tick(poller);
    world.simulator.changeLabels({ repo: REPO, number, by: 'alice', add: ['agent/ready'] });
    await world.tick(poller);
    expect(await world.store.list()).toHaveLength(1);
  });

  it('is taken when they are listed', async () => {
    world.file({ author: 'mallory' });
    await world.tick(world.poller({ rules: { trustedUsers: ['Mallory'] } }));
    expect(await world.store.list()).toHaveLength(1);
  });

  it('a bot is refused unless it is listed, whatever it may do', async () => {
    world.simulator.addUser({ login: 'tidy[bot]', type: 'Bot' });
    world.simulator.addCollaborator({ repo: REPO, login: 'tidy[bot]', role: 'admin' });
    world.file({ author: 'tidy[bot]' });
    await world.tick(world.poller());
    expect(await world.store.list()).toEqual([]);
    await world.tick(world.poller({ rules: { trustedBots: ['tidy'] } }));
    expect(await world.store.list()).toHaveLength(1);
  });
});
