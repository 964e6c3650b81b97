import { systemLabels } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

const REPO = 'alice/web';

describe('labels', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('creates the missing ones only, also when two do at once', async () => {
    await Promise.all([
      world.github.ensureLabels(REPO, systemLabels('agent')),
      world.connect().ensureLabels(REPO, systemLabels('agent')),
    ]);
    const before = world.simulator.requests.length;
    await world.github.ensureLabels(REPO, systemLabels('agent'));
    const after = world.simulator.requests.slice(before);
    expect(after.map(({ method }) => method)).toEqual(['GET']);
  });

  it('adds and removes, and does not mind what is so already', async () => {
    const { number } = world.simulator.fileIssue({
      repo: REPO,
      title: 'x',
      author: 'alice',
      labels: ['agent', 'agent/queued'],
    });
    const changes = { add: ['agent/running'], remove: ['agent/queued'] };
    await world.github.changeLabels(REPO, number, changes);
    await world.github.changeLabels(REPO, number, changes);
    expect((await world.github.getIssue(REPO, number)).labels.sort()).toEqual(['agent', 'agent/running']);
  });
});
