import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

const SETTINGS = ['--port', '0', '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];

/** A redis-server of the test's own whose append-only file can be cut off at any command that stands in it. */
export async function startRecordedRedis() {
  const directory = await mkdtemp(join(tmpdir(), 'r-'));
  const socket = join(directory, 'redis.sock');
  const launch = () =>
    spawn('redis-server', [...SETTINGS, '--unixsocket', socket, '--dir', directory], { stdio: 'ignore' });
  let server = launch();
  const kill = async () => {
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  };
  await untilAnswering(socket);
  return {
    url: `unix://${socket}`,
    /** All that it has written down so far. */
    async recording(): Promise<Recording> {
      const path = join(directory, 'appendonlydir');
      const name = (await readdir(path)).find((each) => each.endsWith('.incr.aof')) ?? '';
      const bytes = await readFile(join(path, name));
      return { path: join(path, name), bytes, ends: endsOfCommands(bytes) };
    },
    /** Dies, and comes back with the first `length` bytes of what it had written down. */
    async comeBackWith({ path, bytes }: Recording, length: number): Promise<void> {
      await kill();
      await writeFile(path, bytes.subarray(0, length));
      server = launch();
      await untilAnswering(socket);
    },
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(directory, { recursive: true });
    },
  };
}

/** An append-only file: where it is, what stands in it, and where its commands end. */
type Recording = { path: string; bytes: Buffer; ends: readonly number[] };

/** Each command is an array of strings whose lengths are given, as clients send them. */
function endsOfCommands(bytes: Buffer): number[] {
  const ends: number[] = [];
  let at = 0;
  const numberAfter = (sign: string) => {
    const end = bytes.indexOf('\r\n', at);
    const line = bytes.toString('latin1', at, end);
    if (!line.startsWith(sign)) throw new Error(`there is no ${sign} in the append-only file at ${at}`);
    at = end + 2;
    return Number(line.slice(1));
  };
  while (at < bytes.length) {
    for (let left = numberAfter('*'); left > 0; left -= 1) {
      const length = numberAfter('$');
      at += length + 2;
    }
    ends.push(at);
  }
  return ends;
}

async function untilAnswering(path: string): Promise<void> {
  const redis = new Redis({ path, retryStrategy: () => 10, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}
