import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { RedisConnection } from '../src/redis/redis-connection.ts';

/** A redis-server of the test's own, on a socket in its temporary directory. */
export async function startRedis(...options: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'r-'));
  const socket = join(directory, 'redis.sock');
  const base = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', directory];
  const launch = (more: string[] = []) =>
    spawn('redis-server', [...base, ...options, ...more], { stdio: 'ignore' });
  let server = launch();
  let exited = once(server, 'exit');
  await untilAnswering(socket);
  const end = async (signal: NodeJS.Signals) => {
    server.kill('SIGCONT');
    server.kill(signal);
    await exited;
  };
  return {
    directory,
    socket,
    url: `unix://${socket}`,
    pid: server.pid ?? 0,
    /** Ends the server; what it keeps on disk stays. */
    end,
    /** Starts it again, and does not wait until it answers. */
    again: (...more: string[]) => {
      server = launch(more);
      exited = once(server, 'exit');
    },
    async [Symbol.asyncDispose]() {
      // One that writes its first append-only file takes no SIGTERM.
      await end('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function untilAnswering(socket: string): Promise<void> {
  const redis = new Redis({ path: socket, retryStrategy: () => 20, maxRetriesPerRequest: null });
  // With a password every reply is an error, and that is an answer too.
  const refused = new Promise<void>((resolve) => {
    redis.on('error', (error: Error & { code?: string }) => error.code ?? resolve());
  });
  await Promise.race([redis.ping().catch(() => undefined), refused]);
  redis.disconnect();
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
