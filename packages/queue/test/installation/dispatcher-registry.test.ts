import { expect, test } from 'vitest';
import { type DispatcherBeat, dispatcherRegistry } from '../../src/installation/dispatcher-registry.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at } from '../a-task.ts';

const DAY_MS = 86_400_000;

function aBeat(id: string, changes: Partial<DispatcherBeat> = {}): DispatcherBeat {
  const machine = 'b2f3a1';
  return {
    id,
    machine,
    host: 'ant',
    pid: 1,
    started: 7,
    startedAt: at(1),
    slots: 2,
    running: [],
    refuses: null,
    ...changes,
  };
}

test('a dispatcher that beats is alive, and what it said last counts', async () => {
  await using own = startPrefix();
  const registry = dispatcherRegistry(own);
  await registry.beat(aBeat('one'));
  const later = aBeat('one', { running: [aTask(1).id], refuses: 'the disk is full' });
  await registry.beat(later);
  const listed = await dispatcherRegistry(own).list();
  expect(listed).toEqual([{ ...later, seenMsAgo: expect.any(Number), alive: true }]);
  expect(listed[0]?.seenMsAgo).toBeLessThan(5_000);
});

test('one that is silent is dead by the clock of Redis, and forgotten after a day', async () => {
  await using own = startPrefix();
  const registry = dispatcherRegistry(own, { deadAfterMs: 30_000 });
  await registry.beat(aBeat('silent'));
  await registry.beat(aBeat('alive'));
  await own.redis.zincrby(`{${own.prefix}}:dispatchers:seen`, -31_000, 'silent');
  const states = (await registry.list()).map(({ id, alive }) => [id, alive]);
  expect(states).toEqual([
    ['alive', true],
    ['silent', false],
  ]);
  await own.redis.zincrby(`{${own.prefix}}:dispatchers:seen`, -DAY_MS, 'silent');
  expect((await registry.list()).map(({ id }) => id)).toEqual(['alive']);
  await registry.beat(aBeat('alive'));
  expect(await own.redis.hkeys(`{${own.prefix}}:dispatchers`)).toEqual(['alive']);
});

test('what an older version says of itself is understood', async () => {
  await using own = startPrefix();
  const registry = dispatcherRegistry(own);
  await registry.beat(aBeat('one'));
  const { started: _, ...older } = aBeat('one');
  await own.redis.hset(`{${own.prefix}}:dispatchers`, 'one', JSON.stringify(older));
  expect(await registry.list()).toMatchObject([{ ...older, started: null }]);
});

test.each(['{', '{"id":"odd"}', 'null'])(
  'one that says %s of itself is left out, and the others are listed',
  async (said) => {
    await using own = startPrefix();
    const registry = dispatcherRegistry(own);
    for (const id of ['one', 'odd', 'two']) await registry.beat(aBeat(id));
    await own.redis.hset(`{${own.prefix}}:dispatchers`, 'odd', said);
    expect((await registry.list()).map(({ id }) => id).sort()).toEqual(['one', 'two']);
    await registry.beat(aBeat('odd'));
    expect(await registry.list()).toHaveLength(3);
  },
);

test('one that leaves is gone, and its leaving twice is no error', async () => {
  await using own = startPrefix();
  const registry = dispatcherRegistry(own);
  await registry.beat(aBeat('one'));
  await registry.leave('one');
  await registry.leave('one');
  expect(await registry.list()).toEqual([]);
});

test('its keys share the hash tag, and go by themselves when nobody beats', async () => {
  await using own = startPrefix();
  await dispatcherRegistry(own).beat(aBeat('one'));
  const keys = await own.redis.keys(`*${own.prefix}*`);
  expect(keys.sort()).toEqual([`{${own.prefix}}:dispatchers`, `{${own.prefix}}:dispatchers:seen`]);
  for (const key of keys) expect(await own.redis.pttl(key)).toBeGreaterThan(DAY_MS - 5_000);
});
