import { expect, test } from 'vitest';
import { processRegistry } from '../../src/installation/process-registry.ts';
import { startPrefix } from '../a-prefix.ts';
import { at } from '../a-task.ts';

const own = {
  ...{ id: 'p', service: 'poller' as const, host: 'ant', pid: 7, version: '0.1.0', startedAt: at(1) },
  problems: ['github: it is away'],
};

test('what a process said last is seen until it leaves', async () => {
  await using keyspace = startPrefix();
  const registry = processRegistry(keyspace);
  await registry.beat({ ...own, problems: [] });
  await registry.beat(own);
  await registry.beat({ ...own, id: 'd', service: 'dispatcher' });
  const listed = await registry.list();
  expect(listed.find(({ id }) => id === 'p')).toMatchObject({ ...own, alive: true });
  await registry.leave('p');
  expect((await registry.list()).map(({ service }) => service)).toEqual(['dispatcher']);
});

test('one that is silent for half a minute is dead', async () => {
  await using keyspace = startPrefix();
  await processRegistry(keyspace).beat(own);
  await keyspace.redis.zincrby(`{${keyspace.prefix}}:processes:seen`, -31_000, 'p');
  expect(await processRegistry(keyspace).list()).toMatchObject([{ id: 'p', alive: false }]);
});
