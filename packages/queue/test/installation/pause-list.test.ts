import { expect, test, vi } from 'vitest';
import { pauseList } from '../../src/installation/pause-list.ts';
import { redisNow } from '../../src/redis/redis-now.ts';
import { startPrefix } from '../a-prefix.ts';

const all = { of: 'all' } as const;
const web = { of: 'repository', repoId: 7, name: 'acme/web' } as const;
const local = { of: 'provider', name: 'local' } as const;
const asked = { by: 'maria', preempts: false };

test('each scope is an entry of its own, which says who, why and since when', async () => {
  await using own = startPrefix();
  const before = await redisNow(own.redis);
  const list = pauseList(own);
  expect(await list.list()).toEqual([]);
  for (const scope of [web, local, all]) await list.put({ ...asked, scope, reason: 'an incident' });
  const listed = await pauseList(own).list();
  expect(listed.map(({ scope }) => scope)).toEqual([all, local, web]);
  for (const { since, ...pause } of listed) {
    expect(pause).toMatchObject({ by: 'maria', reason: 'an incident', preempts: false });
    expect(Date.parse(since ?? '')).toBeGreaterThanOrEqual(before);
  }
  expect(await list.remove(web)).toMatchObject({ scope: web, reason: 'an incident' });
  expect(await list.remove(web)).toBeNull();
  expect((await list.list()).map(({ scope }) => scope)).toEqual([all, local]);
});

test('what has come and gone between two looks shows in how often it has changed', async () => {
  await using own = startPrefix();
  const list = pauseList(own);
  const before = await list.changes();
  await list.put({ ...asked, scope: all });
  const paused = await list.changes();
  await list.remove(all);
  expect(new Set([before, paused, await list.changes()]).size).toBe(3);
  expect(await pauseList(own).changes()).toBe(await list.changes());
});

test('paused again it has another reason and the same beginning; without one it keeps what it had', async () => {
  await using own = startPrefix();
  const list = pauseList(own);
  const first = await list.put({ ...asked, scope: web, reason: 'one' });
  expect(first).toMatchObject({ began: true, pause: { reason: 'one' } });
  const renamed = { ...web, name: 'acme/site' };
  const again = await list.put({ scope: renamed, by: 'cli', reason: 'two', preempts: true });
  const { since } = first.pause;
  const changed = { scope: renamed, by: 'cli', since, reason: 'two', preempts: true };
  expect(again).toEqual({ began: false, pause: changed });
  expect(await list.list()).toEqual([changed]);
  expect((await list.put({ ...asked, scope: web })).pause).toMatchObject({ reason: 'two', preempts: false });
});

test('counts from when Redis says that it is, whatever the host thinks', async () => {
  await using own = startPrefix();
  const now = await redisNow(own.redis);
  const wrong = vi.spyOn(Date, 'now').mockReturnValue(now + 3_600_000);
  try {
    const { pause } = await pauseList(own).put({ ...asked, scope: all });
    expect(Math.abs(Date.parse(pause.since ?? '') - now)).toBeLessThan(60_000);
  } finally {
    wrong.mockRestore();
  }
});

test('an entry that cannot be read pauses all the same until it is resumed, and is said once', async () => {
  await using own = startPrefix();
  const told: string[] = [];
  const list = pauseList(own, { onCorrupt: ({ message }) => told.push(message) });
  await own.redis.hset(`{${own.prefix}}:pauses`, {
    all: '{',
    'repository:7': '{}',
    'provider:local': '',
    x: '',
  });
  const unknown = { by: null, since: null, reason: null, preempts: false };
  for (let i = 0; i < 2; i += 1)
    expect(await list.list()).toEqual([
      { scope: all, ...unknown },
      { scope: local, ...unknown },
      { scope: { ...web, name: 'repository 7' }, ...unknown },
    ]);
  expect(told).toHaveLength(4);
  expect(told).toContainEqual(
    expect.stringMatching(/^The entry all of .+ cannot be read: it pauses all the same/),
  );
  expect(told).toContainEqual(expect.stringContaining('remove it with redis-cli hdel'));
  expect((await list.put({ ...asked, scope: all })).pause.since).not.toBeNull();
  expect(await list.remove(web)).toMatchObject({ since: null });
});
