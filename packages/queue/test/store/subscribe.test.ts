import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, inject, test, vi } from 'vitest';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at, epochOf } from '../a-task.ts';
import { Collected } from '../an-event.ts';

test('every change is heard, and none after it was ended', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const heard = new Collected<string>();
  const end = await store.onChange((id) => heard.add(id));
  const { id } = aTask(1);
  await store.create(aTask(1));
  await store.create(aTask(1));
  await store.claim({ id, host: 'h', at: at(1) });
  await store.change({ id, epoch: await epochOf(store, id), patch: { commits: 1 }, at: at(2) });
  await store.change({ id, epoch: 0, patch: { commits: 2 }, at: at(3) }).catch(() => undefined);
  await store.change({ id, epoch: await epochOf(store, id), status: 'cancelled', at: at(4) });
  expect(await heard.until(4)).toEqual([id, id, id, id]);
  await end();
  await store.create(aTask(2));
  await own.redis.ping();
  expect(heard.items).toHaveLength(4);
});

test('two installations on one Redis hear nothing of each other', async () => {
  await using one = startPrefix();
  await using other = startPrefix();
  const heard = new Collected<string>();
  const end = await createTaskStore(one).onChange((id) => heard.add(id));
  await createTaskStore(other).create(aTask(1));
  await createTaskStore(one).create(aTask(2));
  expect(await heard.until(1)).toEqual([aTask(2).id]);
  await end();
});

test('another process hears, also after its connection was cut', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const program = fileURLToPath(new URL('../print-changes.ts', import.meta.url));
  const args = ['--import', 'tsx', program, inject('redisSocket'), own.prefix];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const lines = new Collected<string>();
  createInterface({ input: child.stdout }).on('line', (line) => lines.add(line));
  try {
    await lines.until(1);
    await store.create(aTask(1));
    expect(await lines.until(2)).toEqual(['listening', aTask(1).id]);
    const listeners = () => subscribers(own.redis, `name=${own.prefix}-listener`);
    const [cut = ''] = await listeners();
    await own.redis.client('KILL', 'ID', cut);
    const isBack = async () => expect((await listeners()).filter((id) => id !== cut)).toHaveLength(1);
    await vi.waitFor(isBack, { timeout: 10_000, interval: 5 });
    await store.create(aTask(2));
    expect(await lines.until(3)).toContain(aTask(2).id);
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
});

/** Ids of the subscribed connections whose line has `text`. */
async function subscribers(redis: ReturnType<typeof startPrefix>['redis'], text: string): Promise<string[]> {
  const clients = String(await redis.client('LIST', 'TYPE', 'PUBSUB')).split('\n');
  return clients.filter((line) => line.includes(text)).map((line) => /^id=(\d+)/.exec(line)?.[1] ?? '');
}
