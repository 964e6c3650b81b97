import { Redis } from 'ioredis';
import { expect, test, vi } from 'vitest';
import type { TaskNews } from '../../src/store/task-news.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { startRedis } from '../a-redis.ts';
import { aTask, at } from '../a-task.ts';
import { Collected } from '../an-event.ts';

const { id } = aTask(1);
const says = { type: 'agent_text', at: at(1), text: 'a' } as const;

test('what is logged is heard apart from what is changed, and not by those who only hear of changes', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const news = new Collected<TaskNews>();
  const changes = new Collected<string>();
  const ends = [
    await store.onNews((each) => news.add(each)),
    await store.onChange((each) => changes.add(each)),
  ];
  await store.create(aTask(1));
  await store.appendEvent(id, says);
  await store.claim({ id, host: 'h', at: at(2) });
  expect(await news.until(3)).toEqual([
    { kind: 'changed', id },
    { kind: 'logged', id },
    { kind: 'changed', id },
  ]);
  expect(await changes.until(2)).toEqual([id, id]);
  for (const end of ends) await end();
});

test('all who listen share one connection, which goes with the last of them', async () => {
  await using server = await startRedis();
  const redis = new Redis({ path: server.socket });
  const store = createTaskStore({ redis, prefix: 'shared' });
  const heard = [new Collected<TaskNews>(), new Collected<TaskNews>()];
  const ends = await Promise.all(heard.map((list) => store.onNews((each) => list.add(each))));
  expect(await subscribers(redis)).toBe(1);
  await ends[0]?.();
  await store.create(aTask(1));
  expect(await heard[1]?.until(1)).toEqual([{ kind: 'changed', id }]);
  expect(heard[0]?.items).toEqual([]);
  await ends[1]?.();
  await vi.waitFor(async () => expect(await subscribers(redis)).toBe(0), { interval: 5 });
  const again = await store.onNews((each) => heard[0]?.add(each));
  await store.appendEvent(id, says);
  expect(await heard[0]?.until(1)).toEqual([{ kind: 'logged', id }]);
  await again();
  redis.disconnect();
});

test('a connection that was lost says that something may have been missed, once nothing is any more', async () => {
  await using server = await startRedis();
  const redis = new Redis({ path: server.socket });
  const store = createTaskStore({ redis, prefix: 'gap' });
  const news = new Collected<TaskNews>();
  const end = await store.onNews((each) => news.add(each));
  expect(await redis.client('KILL', 'TYPE', 'PUBSUB')).toBe(1);
  expect(await news.until(1)).toEqual([{ kind: 'missed' }]);
  await store.create(aTask(1));
  expect((await news.until(2))[1]).toEqual({ kind: 'changed', id });
  await end();
  redis.disconnect();
});

async function subscribers(redis: Redis): Promise<number> {
  return String(await redis.client('LIST', 'TYPE', 'PUBSUB'))
    .split('\n')
    .filter(Boolean).length;
}
