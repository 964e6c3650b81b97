import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpRequests, connectRedis, createTaskStore } from '@opencode-commander/queue';
import { expect, inject, it } from 'vitest';
import type { DispatcherContext } from '../../src/dispatcher-context.ts';
import { answerCleanUps } from '../../src/watch/answer-clean-ups.ts';
import { cleanUp } from '../../src/watch/clean-up.ts';
import { Owners } from '../../src/watch/owners.ts';
import { podmanOnWire } from './podman-on-wire.ts';

const TASK = '7-abcdef';
const Labels = { 'commander.instance': 'test', 'commander.task': TASK, 'commander.epoch': '1' };

it('says what is left on the host, and removes it when that is wanted', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'h'));
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  const queues = { redis, prefix: `${process.env['COMMANDER_TEST_PREFIX']}asked` };
  await redis.set(`{${queues.prefix}}:store`, JSON.stringify({ version: 1, id: 'old' }));
  await redis.set(`{${queues.prefix}}:rebuilt`, JSON.stringify({ store: 'old', at: 0 }));
  const quarantine = join(dataDir, 'quarantine', `${TASK}.1.git`);
  await mkdir(quarantine, { recursive: true });
  await using wire = await podmanOnWire(dataDir, [{ Id: 'c', Names: ['left'], State: 'exited', Labels }]);
  const context = {
    ...{ id: 'ant', instance: 'test', podman: wire.podman, queues },
    owners: new Owners(createTaskStore(queues), () => undefined),
    config: { dataDir, runDir: join(dataDir, 'r'), github: { pollIntervalMs: 1_000 } },
    log: { warn: (about: unknown) => expect.unreachable(String(about)) },
  } as unknown as DispatcherContext;
  const answering = answerCleanUps(context, (options) => cleanUp(context, options));
  const requests = cleanUpRequests(queues);
  const ask = (dryRun: boolean, id: string) =>
    requests.ask({ id, dryRun, dispatchers: ['ant'], withinMs: 20_000 });

  const leftovers = { containers: ['left'], directories: [], quarantines: [quarantine], sessions: [] };
  expect(await ask(true, 'a')).toEqual([{ dispatcher: 'ant', leftovers, error: null }]);
  expect(wire.removed).toEqual([]);
  expect(await readdir(join(dataDir, 'quarantine'))).toHaveLength(1);
  expect(await ask(false, 'b')).toEqual([{ dispatcher: 'ant', leftovers, error: null }]);
  expect(wire.removed).toEqual(['c']);
  expect(await readdir(join(dataDir, 'quarantine'))).toEqual([]);
  await wire.podman.close();
  await wire[Symbol.asyncDispose]();
  expect(await ask(false, 'c')).toEqual([
    { dispatcher: 'ant', leftovers: null, error: expect.stringContaining('Podman') },
  ]);

  await answering.stop();
  await redis.del(await redis.keys(`{${queues.prefix}}*`));
  redis.disconnect();
  await rm(dataDir, { recursive: true });
});
