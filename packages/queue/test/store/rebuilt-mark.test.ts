import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { markRebuilt, rebuiltAge } from '../../src/store/rebuilt-mark.ts';
import { startPrefix } from '../a-prefix.ts';

test('a store is rebuilt since that was first written down', async () => {
  await using own = startPrefix();
  const { id } = await openStore(own);
  expect(await rebuiltAge(own)).toBe(0);
  await own.redis.set(`{${own.prefix}}:rebuilt`, JSON.stringify({ store: id, at: 0 }));
  await markRebuilt(own, id);
  expect(await rebuiltAge(own)).toBeGreaterThan(1e12);
});

test('one that was wiped since is not, whatever is written of the one before', async () => {
  await using own = startPrefix();
  const { id } = await openStore(own);
  await own.redis.del(`{${own.prefix}}:store`);
  await own.redis.set(`{${own.prefix}}:rebuilt`, JSON.stringify({ store: id, at: 0 }));
  expect(await rebuiltAge(own)).toBe(0);
  await markRebuilt(own, (await openStore(own)).id);
  expect(await rebuiltAge(own)).toBeLessThan(10_000);
});
