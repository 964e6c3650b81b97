import { expect, test } from 'vitest';
import { repositoryList } from '../../src/installation/repository-list.ts';
import { startPrefix } from '../a-prefix.ts';
import { at } from '../a-task.ts';

const web = { repoId: 7, name: 'acme/web', mode: 'served', since: at(1) } as const;

test('the later word counts, by the id: a renamed repository stays one', async () => {
  await using own = startPrefix();
  const list = repositoryList(own);
  await list.put(web);
  await list.put({ ...web, name: 'acme/site', mode: 'blocked' });
  await list.put({ ...web, repoId: 8, name: 'acme/api' });
  const listed = await repositoryList(own).list();
  expect(listed.map(({ name, mode }) => [name, mode])).toEqual([
    ['acme/api', 'served'],
    ['acme/site', 'blocked'],
  ]);
  expect(await list.remove(7)).toBe(true);
  expect(await list.remove(7)).toBe(false);
  expect(await list.list()).toHaveLength(1);
});

test('an entry that cannot be read blocks its repository until somebody lists it anew, and is said once', async () => {
  await using own = startPrefix();
  const told: string[] = [];
  const list = repositoryList(own, { onCorrupt: ({ message }) => told.push(message) });
  await list.put(web);
  await own.redis.hset(`{${own.prefix}}:repositories`, { 8: '{', 9: '{"mode":"served"}', x: '' });
  for (let i = 0; i < 2; i += 1)
    expect((await list.list()).map(({ repoId, name, mode, since }) => [repoId, name, mode, since])).toEqual([
      [7, 'acme/web', 'served', at(1)],
      [8, 'repository 8', 'blocked', null],
      [9, 'repository 9', 'blocked', null],
    ]);
  expect(told.sort()).toEqual([
    expect.stringMatching(
      /^The entry 8 of \{.+\}:repositories in Redis cannot be read: .+ counts as blocked/,
    ),
    expect.stringMatching(/^The entry 9 of /),
    expect.stringMatching(/^The entry x of .+ names no repository: remove it with redis-cli hdel/),
  ]);
  await list.put({ ...web, repoId: 8, name: 'acme/api' });
  expect((await list.list()).find(({ repoId }) => repoId === 8)).toMatchObject({ mode: 'served' });
  expect(await list.remove(9)).toBe(true);
});
