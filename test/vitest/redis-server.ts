import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Socket path of a Redis that all test files share; each file uses keys that start with its `redisPrefix()`. */
    redisSocket: string;
  }
}

/** One Redis server for the whole test run, on a private socket. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp('/tmp/oct-redis-');
  const socket = join(directory, 'redis.sock');
  const server = spawn(
    'redis-server',
    [
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'no',
      '--maxmemory-policy',
      'noeviction',
      '--dir',
      directory,
    ],
    { stdio: 'ignore' },
  );
  await untilReady(socket);
  project.provide('redisSocket', socket);
  return async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
    await rm(directory, { recursive: true, force: true });
  };
}

async function untilReady(socket: string): Promise<void> {
  const redis = new Redis({ path: socket, retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}
