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
