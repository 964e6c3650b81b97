import { expect, test } from 'vitest';
import { claimRequest, releaseRequest } from '../../src/installation/request-claims.ts';
import { startPrefix } from '../a-prefix.ts';

test('of all who ask at once one sees to a request, and the next one after that', async () => {
  await using own = startPrefix();
  const claims = await Promise.all(Array.from({ length: 10 }, () => claimRequest(own, 'r')));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await claimRequest(own, 'another')).toBe(true);
  await releaseRequest(own, 'r');
  expect(await claimRequest(own, 'r')).toBe(true);
});

test('who died over one holds it for a minute at most', async () => {
  await using own = startPrefix();
  await claimRequest(own, 'r');
  const left = await own.redis.pttl(`{${own.prefix}}:request:r`);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(60_000);
});
