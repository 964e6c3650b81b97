import { expect, test } from 'vitest';
import { claimRequest } from '../../src/installation/request-claims.ts';
import { startPrefix } from '../a-prefix.ts';

test('of all who ask at once one sees to a request, and the next one after that', async () => {
  await using own = startPrefix();
  const claims = await Promise.all(Array.from({ length: 10 }, () => claimRequest(own, 'r')));
  const [claim, ...others] = claims.filter((each) => each !== null);
  expect(others).toEqual([]);
  expect(await claimRequest(own, 'another')).not.toBeNull();
  await claim?.release();
  expect(await claimRequest(own, 'r')).not.toBeNull();
});

test('who died over one holds it for a minute at most', async () => {
  await using own = startPrefix();
  await claimRequest(own, 'r');
  const left = await own.redis.pttl(`{${own.prefix}}:request:r`);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(60_000);
});

test('who is slow holds it on, or learns that somebody else has it and leaves it to them', async () => {
  await using own = startPrefix();
  const key = `{${own.prefix}}:request:r`;
  const slow = await claimRequest(own, 'r');
  await own.redis.pexpire(key, 5_000);
  expect(await slow?.renew()).toBe(true);
  expect(await own.redis.pttl(key)).toBeGreaterThan(5_000);
  await own.redis.del(key);
  expect(await slow?.renew()).toBe(false);
  const next = await claimRequest(own, 'r');
  await slow?.release();
  expect(await next?.renew()).toBe(true);
});
