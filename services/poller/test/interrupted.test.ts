import { enqueueWrite, RedisError } from '@opencode-commander/queue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poller } from '../src/poller.ts';
import { ask, fail, publish, run, taskOf } from './acts.ts';
import { type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('a poller that dies right after it has changed a record', () => {
  let world: PollerWorld;
  let poller: Poller;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const look = () => world.look(poller);
  const says = (number: number, body: string) =>
    world.simulator.comment({ repo: REPO, number, by: 'alice', body });

  async function published(): Promise<{ number: number; pull: number }> {
    const number = world.file();
    await look();
    const { number: pull } = await publish(world, await taskOf(world, number));
    await look();
    return { number, pull };
  }

  async function runAndShow(number: number, round = 0): Promise<void> {
    const { id } = await run(world, await taskOf(world, number, round));
    await enqueueWrite(world.queues, { kind: 'status', taskId: id });
    await world.write(poller);
  }

  /** The first look changes a record of a task and goes no further; the outbox and the next looks are its successor's. */
  async function dieAndGoOn(): Promise<void> {
    await world.tick(dying(poller));
    await world.write(poller);
    for (let i = 0; i < 3; i += 1) await look();
  }

  it('has a stop obeyed to the end, and gives no other answer', async () => {
    const number = world.file();
    await look();
    await runAndShow(number);
    says(number, '/commander stop');
    await dieAndGoOn();
    expect((await taskOf(world, number)).status).toBe('cancelled');
    expect.soft(world.labels(number)).toEqual(['agent']);
    expect.soft(world.comments(number).filter((body) => body.includes('Nothing is running'))).toEqual([]);
    expect.soft(world.comments(number)[0]).toContain('Cancelled');
  });

  it('has what nobody wants any more shown, although its labels were seen to just before', async () => {
    const number = world.file();
    await look();
    await run(world, await taskOf(world, number));
    await look();
    expect(world.labels(number)).toEqual(['agent', 'agent/running']);
    world.simulator.changeLabels({ repo: REPO, number, remove: ['agent'] });
    await dieAndGoOn();
    expect((await taskOf(world, number)).status).toBe('cancelled');
    expect(world.labels(number)).toEqual([]);
  });

  it('has it said and shown that nobody answered', async () => {
    const number = world.file();
    await look();
    await ask(world, await taskOf(world, number), { waitMs: 1_000 });
    await look();
    await look();
    poller = world.poller({ now: () => new Date(Date.now() + 2_000) });
    await dieAndGoOn();
    expect((await taskOf(world, number)).status).toBe('failed');
    expect.soft(world.comments(number).filter((body) => body.includes('could not finish'))).toHaveLength(1);
    expect.soft(world.comments(number)[0]).toContain('Failed');
    expect.soft(world.labels(number)).toEqual(['agent', 'agent/failed']);
  });

  it('has it said and shown that nobody answered on a pull request', async () => {
    const { number, pull } = await published();
    says(pull, '/commander fix it');
    for (let i = 0; i < 2; i += 1) await look();
    await ask(world, await taskOf(world, number, 1), { waitMs: 1_000 });
    for (let i = 0; i < 3; i += 1) await look();
    poller = world.poller({ now: () => new Date(Date.now() + 2_000) });
    await dieAndGoOn();
    expect((await taskOf(world, number, 1)).status).toBe('failed');
    expect.soft(world.comments(pull).filter((body) => body.includes('could not finish'))).toHaveLength(1);
    expect.soft(world.labels(pull).filter((name) => name.startsWith('agent/'))).toEqual(['agent/failed']);
  });

  it('has it shown that nobody may work on the issue any more', async () => {
    const number = world.file();
    await look();
    await runAndShow(number);
    await look();
    world.simulator.addCollaborator({ repo: REPO, login: 'bot', role: 'triage' });
    await dieAndGoOn();
    expect((await taskOf(world, number)).status).toBe('cancelled');
    expect(world.labels(number)).toEqual(['agent']);
  });

  it('has it said and shown that issues wait for each other', async () => {
    const [a, b] = [world.file({ body: 'Depends on #2' }), world.file({ body: 'Depends on #1' })];
    // Both are seen and shown to wait, but nobody has looked yet whether they do for each other.
    const listless = { ...poller, store: { ...poller.store, list: async () => [] } };
    for (let i = 0; i < 3; i += 1) await world.look(listless);
    await dieAndGoOn();
    for (const number of [a, b]) {
      expect((await taskOf(world, number)).waitsFor).toMatchObject({ cycle: true });
      expect
        .soft(world.comments(number).filter((body) => body.includes('**This issue waits')))
        .toHaveLength(1);
      expect.soft(world.comments(number)[0]).toContain('waits for itself by way of');
    }
  });

  it('has a pull request that is open again watched and shown', async () => {
    const { number, pull } = await published();
    world.simulator.close({ repo: REPO, number: pull, by: 'alice' });
    for (let i = 0; i < 3; i += 1) await look();
    expect(world.labels(number)).toEqual(['agent']);
    world.simulator.reopen({ repo: REPO, number: pull, by: 'alice' });
    await dieAndGoOn();
    expect(world.labels(number)).toEqual(['agent', 'agent/review']);
    expect(await world.store.pulls()).toMatchObject([{ number: pull }]);
  });

  it('has a failed task tried again, and gives no other answer', async () => {
    const number = world.file();
    await look();
    await fail(world, await taskOf(world, number));
    await look();
    says(number, '/commander retry');
    await dieAndGoOn();
    expect((await taskOf(world, number)).status).toBe('queued');
    expect(await world.queues.tasks.getPrioritizedCount()).toBe(1);
    expect.soft(world.comments(number).filter((body) => body.includes('nothing to retry'))).toEqual([]);
  });

  it('has a stopped task brought back, and gives no other answer', async () => {
    const number = world.file();
    await look();
    says(number, '/commander stop');
    for (let i = 0; i < 2; i += 1) await look();
    expect((await taskOf(world, number)).status).toBe('cancelled');
    says(number, '/commander retry');
    await dieAndGoOn();
    expect((await taskOf(world, number)).status).toBe('queued');
    expect(await world.queues.tasks.getPrioritizedCount()).toBe(1);
    expect.soft(world.comments(number).filter((body) => body.includes('nothing to retry'))).toEqual([]);
  });

  it('has a follow-up stopped to the end', async () => {
    const { number, pull } = await published();
    says(pull, '/commander fix it');
    for (let i = 0; i < 2; i += 1) await look();
    await runAndShow(number, 1);
    says(pull, '/commander stop');
    await dieAndGoOn();
    expect((await taskOf(world, number, 1)).status).toBe('cancelled');
    expect.soft(world.comments(pull).filter((body) => body.includes('Nothing is running'))).toEqual([]);
    expect(world.labels(pull).filter((name) => name.startsWith('agent/'))).toEqual([]);
  });
});

/** It is gone once it has changed a record. */
function dying(poller: Poller): Poller {
  const { store } = poller;
  const change: Poller['store']['change'] = async (change) => {
    await store.change(change);
    throw new RedisError('the poller has died');
  };
  return { ...poller, store: { ...store, change } };
}
