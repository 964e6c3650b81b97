import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { RedisConnection } from '../src/redis-connection.ts';

/** A redis-server of the test's own, on a socket in its temporary directory. */
export async function startRedis(...options: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'r-'));
  const socket = join(directory, 'redis.sock');
  const base = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', directory];
  const server = spawn('redis-server', [...base, ...options], { stdio: 'ignore' });
  const exited = once(server, 'exit');
  const redis = new Redis({ path: socket, retryStrategy: () => 20, maxRetriesPerRequest: null });
  // With a password every reply is an error, and that is an answer too.
  const refused = new Promise<void>((resolve) => {
    redis.on('error', (error: Error & { code?: string }) => error.code ?? resolve());
  });
  await Promise.race([redis.ping().catch(() => undefined), refused]);
  redis.disconnect();
  return {
    directory,
    socket,
    url: `unix://${socket}`,
    pid: server.pid ?? 0,
    async [Symbol.asyncDispose]() {
      server.kill('SIGCONT');
      server.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A TCP port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Resolves when the connection gets there; errors on the way are no reason to stop waiting, as they are for `once`. */
export function state(redis: RedisConnection, wanted: 'ready' | 'close'): Promise<void> {
  return new Promise((resolve) => redis.once(wanted, () => resolve()));
}
