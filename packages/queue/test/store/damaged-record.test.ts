import { STATUSES } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import { CorruptTaskError } from '../../src/store/store-error.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at } from '../a-task.ts';

type Own = ReturnType<typeof startPrefix>;

const { id } = aTask(1);
const recordOf = ({ prefix }: Own) => `{${prefix}}:task:${id}`;
const indexOf = ({ prefix }: Own, name: string) => `{${prefix}}:index:${name}`;

/** The record, its log and the indexes. */
async function contents(own: Own): Promise<unknown> {
  const indexes = ['all', ...STATUSES, 'expiry'].map((name) => own.redis.zrange(indexOf(own, name), 0, -1));
  const record = await own.redis.hgetall(recordOf(own));
  const events = await own.redis.xrange(`${recordOf(own)}:events`, '-', '+');
  return { record, events, indexes: await Promise.all(indexes) };
}

test('a key that holds no record is an error that names it, and is left out of lists', async () => {
  await using own = startPrefix();
  const said: CorruptTaskError[] = [];
  const store = createTaskStore({ ...own, onCorrupt: (error) => said.push(error) });
  for (const number of [1, 2]) await store.create(aTask(number));
  await own.redis.set(recordOf(own), 'nonsense');
  for (const use of [
    () => store.get(id),
    () => store.claim({ id, host: 'h', at: at(1) }),
    () => store.change({ id, epoch: 0, status: 'cancelled', at: at(1) }),
    () => store.appendEvent(id, { type: 'agent_text', at: at(1), text: 'x' }),
  ]) {
    const error = await use().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CorruptTaskError);
    expect(String(error)).toContain(recordOf(own));
  }
  expect(await store.create(aTask(1))).toBe('exists');
  expect(await store.list()).toEqual([aTask(2)]);
  expect(said.map(String)).toEqual([expect.stringContaining(id)]);
});

describe('a change of a record with', () => {
  test.each([
    ['epoch', 'abc'],
    ['epoch', '9007199254740992'],
    ['epoch', '1.5'],
    ['runs', '"x"'],
    ['revision', '1e3'],
    ['publishingEnd', 'soon'],
  ])('the %s %s writes nothing', async (field, value) => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create(aTask(1));
    await own.redis.hset(recordOf(own), field, value);
    const before = await contents(own);
    const epoch = 0;
    await expect(store.claim({ id, host: 'h', at: at(1) })).rejects.toThrow(CorruptTaskError);
    await expect(store.change({ id, epoch, status: 'cancelled', at: at(1) })).rejects.toThrow(
      CorruptTaskError,
    );
    await expect(store.change({ id, epoch, patch: { commits: 1 }, at: at(1) })).rejects.toThrow(
      CorruptTaskError,
    );
    expect(await contents(own)).toEqual(before);
  });
});

describe('a record that is in no index', () => {
  test('is claimed, and is in its indexes again', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    for (const number of [1, 2]) await store.create(aTask(number));
    await own.redis.del(indexOf(own, 'all'));
    const claimed = await store.claim({ id, host: 'h', at: at(1) });
    expect(await store.list({ statuses: ['dispatched'] })).toEqual([claimed]);
    expect(await store.list({ statuses: ['queued'] })).toEqual([aTask(2)]);
    expect(await store.list()).toEqual([claimed]);
    expect(await own.redis.zscore(indexOf(own, 'all'), id)).toBe(String(Date.parse(claimed.createdAt)));
  });

  test.each(['all', 'failed'])('%s is in it again when somebody looks at it', async (name) => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create(aTask(1, { status: 'failed' }));
    const score = await own.redis.zscore(indexOf(own, name), id);
    await own.redis.del(indexOf(own, name), indexOf(own, 'expiry'));
    await store.get(id);
    expect(await own.redis.zscore(indexOf(own, name), id)).toBe(score);
    expect(Number(await own.redis.zscore(indexOf(own, 'expiry'), id))).toBeGreaterThan(Date.now());
    expect(await store.counts()).toMatchObject({ failed: 1 });
  });
});

test('a task whose record was removed and is made anew is counted once', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  await store.create(aTask(1, { status: 'failed' }));
  await own.redis.hset(recordOf(own), 'usage', '{');
  await expect(store.get(id)).rejects.toThrow(`redis-cli del '${recordOf(own)}'`);
  await own.redis.del(recordOf(own));
  expect(await store.restore(aTask(1), null)).toBe(true);
  expect(await store.counts()).toMatchObject({ failed: 0, queued: 1 });
  expect(await own.redis.zscore(indexOf(own, 'expiry'), id)).toBeNull();
});
