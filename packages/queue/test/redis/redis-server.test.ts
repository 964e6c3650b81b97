import { platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { launchRedisServer } from '../../src/redis/redis-server.ts';
import { startRedis } from '../a-redis.ts';

const SLOW = fileURLToPath(new URL('slow-redis-server.sh', import.meta.url));

test("another process's server that answers first is not taken for our own", async () => {
  await using other = await startRedis();
  const { directory, socket } = other;
  const place = { directory, socket, lock: join(directory, 'lock'), log: join(directory, 'log') };
  const children: number[] = [];
  const launched = await launchRedisServer({
    place,
    program: SLOW,
    platform: platform(),
    signal: new AbortController().signal,
    onChild: (pid) => children.push(pid),
  });
  expect(launched).toBeNull();
  expect(children).toHaveLength(1);
  expect(() => process.kill(children[0] ?? 0, 0)).toThrow('ESRCH');
});
