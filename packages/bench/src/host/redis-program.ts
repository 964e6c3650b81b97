import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ground } from '../ground.ts';
import { type RunningProgram, startProgram } from '../start-program.ts';

/** A redis-server of a benchmark's own, with an append-only file. */
export type RedisProgram = {
  url: string;
  /** Kills it, leaves it dead for `downMs`, and starts it again on the same file; resolves when it takes connections. */
  restart(downMs: number): Promise<void>;
};

export async function startRedisProgram(ground: Ground): Promise<RedisProgram> {
  const directory = join(ground.directory, 'redis');
  await mkdir(directory);
  const socket = join(directory, 'redis.sock');
  let running = await launch(ground, { directory, socket });
  ground.stack.defer('Redis', () => running.end('SIGTERM'));
  return {
    url: `unix://${socket}`,
    async restart(downMs) {
      await running.end('SIGKILL');
      await delay(downMs, undefined, { signal: ground.signal });
      running = await launch(ground, { directory, socket });
    },
  };
}

type Place = { directory: string; socket: string };

function launch(ground: Ground, { directory, socket }: Place): Promise<RunningProgram> {
  const settings = { port: '0', unixsocket: socket, dir: directory, appendonly: 'yes', save: '' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return startProgram(ground, {
    command: ['redis-server', ...args],
    cwd: directory,
    env: { PATH: ground.environment['PATH'] },
    // Without a port it says so in other words.
    ready: { on: 'stdout', text: 'eady to accept connections' },
  });
}
