import { describe, expect, test } from 'vitest';
import { checkStoreVersion, type Migration, openStore } from '../../src/store/open-store.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

const nothing: Migration = async () => undefined;

test('of many that open a new store at once one makes its id', async () => {
  await using own = startPrefix();
  const opened = await Promise.all(Array.from({ length: 20 }, () => openStore(own)));
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  expect(opened[0]?.version).toBe(1);
  expect((await openStore(own)).id).toBe(opened[0]?.id);
});

test('a store that was wiped has another id', async () => {
  await using own = startPrefix();
  const before = (await openStore(own)).id;
  await own.redis.del(`{${own.prefix}}:store`);
  expect((await openStore(own)).id).not.toBe(before);
});

test('a store of a newer version is refused in one line', async () => {
  await using own = startPrefix();
  await openStore({ ...own, migrations: [nothing, nothing] });
  await expect(openStore(own)).rejects.toThrow(
    `The store ${own.prefix} in Redis has version 3, and this commander knows 1: update this commander, or its image, or set another redis.prefix`,
  );
});

test('the version of a store can be checked without making one', async () => {
  await using own = startPrefix();
  await checkStoreVersion(own);
  expect(await own.redis.keys(`{${own.prefix}}*`)).toEqual([]);
  await openStore(own);
  await checkStoreVersion(own);
  await own.redis.set(`{${own.prefix}}:store`, JSON.stringify({ version: 3, id: 'newer' }));
  await expect(checkStoreVersion(own)).rejects.toThrow('has version 3, and this commander knows 1');
});

test('what is no version is an error that says where to look', async () => {
  await using own = startPrefix();
  await own.redis.set(`{${own.prefix}}:store`, 'nonsense');
  await expect(openStore(own)).rejects.toThrow(`redis-cli get '{${own.prefix}}:store'`);
});

describe('an older store', () => {
  test('without a version is the first, and every step is taken once and in order, however many open it', async () => {
    await using own = startPrefix();
    await createTaskStore(own).create(aTask(1));
    const taken: string[] = [];
    const migrations = ['to 2', 'to 3'].map((name) => async () => void taken.push(name));
    const opened = await Promise.all(Array.from({ length: 5 }, () => openStore({ ...own, migrations })));
    expect(taken).toEqual(['to 2', 'to 3']);
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(opened.every(({ version }) => version === 3)).toBe(true);
  });

  test.each(['pulls', 'repositories'])('is one also where %s are all that it holds', async (name) => {
    await using own = startPrefix();
    await own.redis.hset(`{${own.prefix}}:${name}`, '1', '{}');
    const taken: string[] = [];
    const migrations = [async () => void taken.push('to 2')];
    expect(await openStore({ ...own, migrations })).toMatchObject({ version: 2 });
    expect(taken).toEqual(['to 2']);
  });

  test('goes on at the step that broke off, and keeps its id', async () => {
    await using own = startPrefix();
    const { id } = await openStore(own);
    const taken: string[] = [];
    const first = async () => void taken.push('to 2');
    const broken = () => Promise.reject(new Error('cut off'));
    await expect(openStore({ ...own, migrations: [first, broken] })).rejects.toThrow('cut off');
    const second = async () => void taken.push('to 3');
    expect(await openStore({ ...own, migrations: [first, second] })).toEqual({ version: 3, id });
    expect(taken).toEqual(['to 2', 'to 3']);
  });

  test('is not set back, nor begun by a third, by one that was away while another took over', async () => {
    await using own = startPrefix();
    await openStore(own);
    const lock = `{${own.prefix}}:store:migrating`;
    const taken: string[] = [];
    const step = (name: string) => async () => void taken.push(name);
    const away = async () => {
      await own.redis.del(lock);
      await openStore({ ...own, migrations: [step('to 2'), step('to 3')] });
    };
    expect(await openStore({ ...own, migrations: [away, step('to 3 again')] })).toMatchObject({ version: 3 });
    expect(taken).toEqual(['to 2', 'to 3']);
    const lost = async () => {
      await own.redis.set(lock, 'of another');
      throw new Error('cut off');
    };
    await expect(openStore({ ...own, migrations: [nothing, nothing, lost] })).rejects.toThrow('cut off');
    expect(await own.redis.get(lock)).toBe('of another');
  });

  test('a new store has nothing to migrate', async () => {
    await using own = startPrefix();
    const broken = () => Promise.reject(new Error('not needed'));
    expect(await openStore({ ...own, migrations: [broken] })).toMatchObject({ version: 2 });
  });
});
