import { expect, test } from 'vitest';
import { endedSessions } from '../../src/installation/ended-sessions.ts';
import { startPrefix } from '../a-prefix.ts';

test('a session that was ended is known for as long as it would have gone on', async () => {
  await using own = startPrefix();
  const sessions = endedSessions(own);
  await sessions.add('one', 60_000);
  expect([await sessions.has('one'), await sessions.has('two')]).toEqual([true, false]);
  const [key = ''] = await own.redis.keys(`{${own.prefix}}:*`);
  const left = await own.redis.pttl(key);
  expect(left).toBeGreaterThan(50_000);
  expect(left).toBeLessThanOrEqual(60_000);
});
