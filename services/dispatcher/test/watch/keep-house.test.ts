import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRedis, createTaskStore } from '@opencode-commander/queue';
import { newTask } from '@opencode-commander/task';
import { afterEach, expect, inject, it, vi } from 'vitest';
import type { DispatcherContext } from '../../src/dispatcher-context.ts';
import { cleanUp } from '../../src/watch/clean-up.ts';
import { keepHouse } from '../../src/watch/keep-house.ts';
import { Owners } from '../../src/watch/owners.ts';
import { podmanOnWire, type WireContainer } from './podman-on-wire.ts';

const INSTANCE = 'test';
const at = '2026-01-01T00:00:00.000Z';

afterEach(() => vi.useRealTimers());

function taskOf(number: number) {
  const issue = { repoId: 7, repo: 'acme/web', number, title: 't', body: 'b', labels: [], url: 'u' };
  return newTask({ issue, host: 'github.com', now: new Date(at) });
}

function containerOf(Id: string, taskId: string) {
  const labels = { 'commander.instance': INSTANCE, 'commander.task': taskId, 'commander.epoch': '1' };
  return { Id, Names: [Id], State: 'running', Labels: labels };
}

it('keeps what belongs to a record that cannot be read, says so once, and goes on with the others', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'h'));
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}house`;
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  const store = createTaskStore({ redis, prefix });
  const [broken, ended] = [taskOf(1), taskOf(2)];
  await store.create(broken);
  await redis.hset(`{${prefix}}:task:${broken.id}`, 'usage', '{');
  await redis.set(`{${prefix}}:store`, JSON.stringify({ version: 1, id: 'old' }));
  await redis.set(`{${prefix}}:rebuilt`, JSON.stringify({ store: 'old', at: 0 }));
  for (const { id } of [broken, ended]) {
    await mkdir(join(dataDir, 'quarantine', `${id}.1.git`), { recursive: true });
    await mkdir(join(dataDir, 'sessions'), { recursive: true });
    await writeFile(join(dataDir, 'sessions', `${id}.json`), '{}');
  }
  const wire = await podmanOnWire(dataDir, [containerOf('kept', broken.id), containerOf('gone', ended.id)]);
  const said: string[] = [];
  const owners = new Owners(store, ({ message }) => said.push(message));
  const context = {
    ...{ podman: wire.podman, instance: INSTANCE, store, owners, queues: { redis, prefix } },
    config: {
      dataDir,
      runDir: join(dataDir, 'r'),
      containers: { keepWarmMs: 1_000 },
      github: { pollIntervalMs: 1_000 },
    },
    log: { info: () => undefined, warn: (about: unknown) => said.push(String(about)) },
    now: () => new Date(),
  } as unknown as DispatcherContext;

  await (await keepHouse(context, { cleanUp: () => cleanUp(context) })).stop();
  await (await keepHouse(context, { cleanUp: () => cleanUp(context) })).stop();

  expect(wire.removed).toEqual(['gone']);
  expect(wire.stopped).toEqual([]);
  expect(await readdir(join(dataDir, 'quarantine'))).toEqual([`${broken.id}.1.git`]);
  expect(await readdir(join(dataDir, 'sessions'))).toEqual([`${broken.id}.json`]);
  expect(said).toEqual([expect.stringContaining(`task ${broken.id} cannot be read`)]);
  await wire[Symbol.asyncDispose]();
  await redis.del(await redis.keys(`{${prefix}}*`));
  redis.disconnect();
  await rm(dataDir, { recursive: true });
});

it('removes within a minute what nobody owns any more, however long containers may wait', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const dataDir = await mkdtemp(join(tmpdir(), 'h'));
  const place = {
    redis: await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' }),
    prefix: `${process.env['COMMANDER_TEST_PREFIX']}minute`,
  };
  const store = createTaskStore(place);
  const containers: WireContainer[] = [];
  const wire = await podmanOnWire(dataDir, containers);
  const context = {
    ...{ podman: wire.podman, instance: INSTANCE, store, queues: place },
    owners: new Owners(store, () => undefined),
    config: {
      dataDir,
      runDir: join(dataDir, 'r'),
      containers: { keepWarmMs: 3_600_000 },
      github: { pollIntervalMs: 1_000 },
    },
    log: { info: () => undefined, warn: () => undefined },
    now: () => new Date(),
  } as unknown as DispatcherContext;
  const house = await keepHouse(context, { cleanUp: () => cleanUp(context) });

  containers.push(containerOf('orphan', taskOf(3).id));
  await vi.advanceTimersByTimeAsync(59_999);
  expect(wire.removed).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  // Awaits the look that has begun.
  await house.stop();

  expect(wire.removed).toEqual(['orphan']);
  await wire[Symbol.asyncDispose]();
  await place.redis.del(await place.redis.keys(`{${place.prefix}}*`));
  place.redis.disconnect();
  await rm(dataDir, { recursive: true });
});
