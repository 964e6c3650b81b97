import { Secret } from '@opencode-commander/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOutbox, startPoller } from '../src/index.ts';
import { type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('startPoller', () => {
  let world: PollerWorld;
  beforeEach(async () => {
    world = await startPollerWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  function optionsWithToken(options = world.options()) {
    const auth = { kind: 'token', token: new Secret('x') } as const;
    return { ...options, config: { ...options.config, github: { ...options.config.github, auth } } };
  }

  it('takes an issue to the queue and says so on it, with two pollers at work', async () => {
    const pollers = await Promise.all([startPoller(optionsWithToken()), startPoller(optionsWithToken())]);
    const number = world.file();
    await pollers[0]?.pollNow();
    await world.simulator.until(() => world.labels(number).includes('agent/queued'));
    await Promise.all(pollers.map((poller) => poller.stop()));
    expect(world.comments(number)).toEqual([expect.stringContaining('**Queued, position 1**')]);
    expect(world.labels(number)).toEqual(['agent', 'agent/queued']);
    expect(await world.queues.tasks.getPrioritizedCount()).toBe(1);
  });

  it('continues after a restart where it stopped', async () => {
    const first = await startPoller(optionsWithToken());
    const paths = () => world.simulator.requests.map(({ path }) => path);
    await expect.poll(paths).toContain(`/repos/${REPO}/issues`);
    await first.stop();
    const number = world.file();
    const second = await startPoller(optionsWithToken());
    await second.pollNow();
    await world.simulator.until(() => world.labels(number).includes('agent/queued'));
    await second.stop();
    expect(await world.store.list()).toHaveLength(1);
  });

  it('carries out the outbox alone, where nobody is to look for work', async () => {
    const number = world.file();
    await world.tick(world.poller());
    const outbox = await startOutbox(optionsWithToken());
    await world.simulator.until(() => world.labels(number).includes('agent/queued'));
    world.file();
    await outbox.stop();
    expect(world.comments(number)).toHaveLength(1);
    expect(await world.store.list()).toHaveLength(1);
    expect(await world.queues.polls.getJobSchedulersCount()).toBe(0);
  });

  it('is not ready while GitHub refuses the token', async () => {
    const options = optionsWithToken(world.options(world.connect('ghp_wrong')));
    const poller = await startPoller(options);
    await expect
      .poll(async () => (await options.health.report()).checks['github'])
      .toEqual({
        ok: false,
        message: expect.stringContaining('GitHub refused the token'),
      });
    await poller.stop();
  });

  it('is ready while its workers take jobs, and not after', async () => {
    const options = optionsWithToken();
    const poller = await startPoller(options);
    const ok = { ok: true };
    expect((await options.health.report()).checks).toEqual({ github: ok, polls: ok, outbox: ok });
    await poller.stop();
    expect((await options.health.report()).checks).toEqual({
      github: ok,
      polls: { ok: false, message: expect.stringContaining('polls has ended') },
      outbox: { ok: false, message: expect.stringContaining('outbox has ended') },
    });
  });

  it('does not start without credentials', async () => {
    await expect(startPoller(world.options())).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('github.token'),
    });
  });
});
