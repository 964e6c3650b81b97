import {
  connectRedis,
  createQueues,
  enqueueWrite,
  type Queues,
  startOutboxWorker,
} from '@opencode-commander/queue';
import type { GitHubWrite } from '@opencode-commander/task';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { untilWritten } from '../../src/run/until-written.ts';

const redisUrl = `unix://${inject('redisSocket')}`;
const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-u`;
const id = '12-a1b2c3';
let queues: Queues;

beforeEach(async () => {
  const redis = await connectRedis({ url: redisUrl, role: 'producer' });
  queues = createQueues({ redis, prefix });
});
afterEach(async () => {
  await queues.close();
  const keys = await queues.redis.keys(`*${prefix}*`);
  if (keys.length > 0) await queues.redis.del(keys);
  queues.redis.disconnect();
});

it('does not wait for what others have to write', async () => {
  await enqueueWrite(queues, { kind: 'status', taskId: '13-a1b2c3' });
  expect(await untilWritten(queues, { id, withinMs: 0 })).toBe(true);
});

it('gives up in time, having said that it waits', async () => {
  await enqueueWrite(queues, { kind: 'status', taskId: id });
  const lines: string[] = [];
  const onSlow = (line: string) => void lines.push(line);
  expect(await untilWritten(queues, { id, withinMs: 2_100, onSlow })).toBe(false);
  expect(lines).toEqual(['Waiting for labels and comments to be written …']);
});

it('waits until the outbox is through', async () => {
  await enqueueWrite(queues, { kind: 'status', taskId: id });
  const written: string[] = [];
  const write = async (one: GitHubWrite) => void written.push('taskId' in one ? one.taskId : one.kind);
  const outbox = await startOutboxWorker({ redisUrl, prefix, onError: () => undefined, write });
  expect(await untilWritten(queues, { id, withinMs: 10_000 })).toBe(true);
  expect(written).toEqual([id]);
  await outbox.stop(1_000);
});

it('ends with the program', async () => {
  await enqueueWrite(queues, { kind: 'status', taskId: id });
  await expect(
    untilWritten(queues, { id, withinMs: 10_000, signal: AbortSignal.timeout(10) }),
  ).rejects.toThrow();
});
