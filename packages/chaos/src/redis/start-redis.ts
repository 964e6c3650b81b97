import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Guardian } from '@opencode-commander/service';
import { Redis } from 'ioredis';

/** A real Redis of the rig's own, with an append-only file, on a Unix socket. */
export type RigRedis = {
  socket: string;
  /** A connection that does not pass the fault proxy. */
  client: Redis;
  /** Ends it as `signal` does, lets `meanwhile` work, and starts it again. */
  restart(signal: 'SIGKILL' | 'SIGTERM', meanwhile?: () => Promise<void>): Promise<void>;
  /** One after the other: a server that is down cannot be told anything. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Takes bytes off the end of the append-only file; for while it is down. */
  cutFile(bytes: number): Promise<void>;
  stop(): Promise<void>;
};

const READY_MS = 20_000;

export async function startRedis(directory: string, guardian: Guardian): Promise<RigRedis> {
  await mkdir(directory, { recursive: true });
  const socket = join(directory, 'redis.sock');
  let child = await launch(directory, socket, guardian);
  const client = new Redis({ path: socket, retryStrategy: () => 100, maxRetriesPerRequest: null });
  // It is killed on purpose, again and again.
  client.on('error', () => undefined);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    socket,
    client,
    inTurn(work) {
      const next = turn.then(work);
      turn = next.catch(() => undefined);
      return next;
    },
    async restart(signal, meanwhile = async () => undefined) {
      await end(signal);
      await meanwhile();
      child = await launch(directory, socket, guardian);
    },
    cutFile: (bytes) => cutFile(directory, bytes),
    async stop() {
      client.disconnect();
      await end('SIGTERM');
    },
  };
}

async function launch(directory: string, socket: string, guardian: Guardian): Promise<ChildProcess> {
  const settings = {
    dir: directory,
    port: '0',
    unixsocket: socket,
    appendonly: 'yes',
    appendfsync: 'everysec',
    // A file that was cut is read as far as it goes.
    'aof-load-truncated': 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    logfile: join(directory, 'redis.log'),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('redis-server', args, { stdio: 'ignore', detached: true });
  if (child.pid !== undefined) guardian.add({ kind: 'process', pid: child.pid });
  await untilReady(socket);
  return child;
}

async function untilReady(socket: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  const redis = new Redis({ path: socket, retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  try {
    const answered = redis.ping();
    const late = delay(deadline - performance.now(), 'late', { ref: false });
    if ((await Promise.race([answered, late])) === 'late') throw new Error('redis-server does not answer');
  } finally {
    redis.disconnect();
  }
}

async function cutFile(directory: string, bytes: number): Promise<void> {
  const files = await readdir(join(directory, 'appendonlydir'));
  const last = files
    .filter((name) => name.endsWith('.incr.aof'))
    .sort()
    .at(-1);
  if (last === undefined) return;
  const path = join(directory, 'appendonlydir', last);
  const { size } = await stat(path);
  await truncate(path, Math.max(0, size - bytes));
}
