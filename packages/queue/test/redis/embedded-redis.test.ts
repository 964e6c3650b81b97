import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath, kill } from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createQueues } from '../../src/queues.ts';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { type EmbeddedRedis, startEmbeddedRedis } from '../../src/redis/embedded-redis.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { state } from '../a-redis.ts';
import { aTask } from '../a-task.ts';
import { Collected } from '../an-event.ts';

async function directories() {
  const directory = await mkdtemp(join(tmpdir(), 'e-'));
  return {
    dataDir: join(directory, 'data'),
    runDir: join(directory, 'run'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

function isAlive(pid: number): boolean {
  try {
    kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function set({ url }: EmbeddedRedis, key: string, value: string): Promise<void> {
  const redis = await connectRedis({ url, role: 'producer' });
  await redis.set(key, value);
  redis.disconnect();
}

async function get({ url }: EmbeddedRedis, key: string): Promise<string | null> {
  const redis = await connectRedis({ url, role: 'producer' });
  const value = await redis.get(key);
  redis.disconnect();
  return value;
}

/** Another process that starts the embedded Redis, says its pid and ownership, and stops it at the end of its input. */
async function startElsewhere(own: { dataDir: string; runDir: string }) {
  const script = fileURLToPath(new URL('use-embedded-redis.ts', import.meta.url));
  const child: ChildProcess = spawn(execPath, ['--import', 'tsx', script, own.dataDir, own.runDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // tsx leaves its cache in the temporary directory.
    env: { ...process.env, TMPDIR: dirname(own.dataDir) },
  });
  const exited = once(child, 'exit');
  const [line] = child.stdout ? await once(child.stdout, 'data') : [];
  const [pid = '', owned = ''] = String(line).trim().split(' ');
  const end = async () => {
    child.stdin?.end();
    await exited;
  };
  const crash = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  return { pid: Number(pid), owned: owned === 'true', end, crash };
}

describe('one process', () => {
  test('its data outlive a stop and a crash of the server', async () => {
    await using own = await directories();
    const first = await startEmbeddedRedis(own);
    expect(first.owned).toBe(true);
    expect(first.url).toMatch(/^unix:\/\/.*redis-[0-9a-f]{8}\.sock$/);
    await set(first, 'a', '1');
    await first.stop();
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await startEmbeddedRedis(own);
    expect(await get(second, 'a')).toBe('1');
    await set(second, 'b', '2');
    kill(second.pid, 'SIGKILL');
    await second.stop();

    const third = await startEmbeddedRedis(own);
    expect([await get(third, 'a'), await get(third, 'b')]).toEqual(['1', '2']);
    await third.stop();
  });

  test('tells that the server has ended, unless it was stopped', async () => {
    await using own = await directories();
    const lost = new Collected<Error>();
    const onLost = (error: Error) => lost.add(error);
    const stopped = await startEmbeddedRedis({ ...own, onLost });
    await stopped.stop();

    const killed = await startEmbeddedRedis({ ...own, onLost });
    kill(killed.pid, 'SIGKILL');
    const [error, ...others] = await lost.until(1);
    expect(error).toMatchObject({ exitCode: 5, message: expect.stringContaining('has ended (SIGKILL') });
    expect(others).toEqual([]);
    await killed.stop();
  });

  test('a task waits through a restart of Redis, and a worker finds its way back', async () => {
    await using own = await directories();
    const first = await startEmbeddedRedis(own);
    const redis = await connectRedis({ url: first.url, role: 'producer' });
    const runs = new Collected<string>();
    const run = async ({ taskId }: { taskId: string }) => runs.add(taskId);
    const options = { redisUrl: first.url, prefix: 'p', concurrency: 1, onError: () => undefined };
    const worker = await startTaskWorker({ ...options, run });
    const queues = createQueues({ redis, prefix: 'p' });
    await createTaskStore({ redis, prefix: 'p' }).create(aTask(1));
    await enqueueTask(queues, aTask(1));
    await runs.until(1);
    await first.stop();

    const back = state(redis, 'ready');
    const second = await startEmbeddedRedis(own);
    await back;
    expect(await createTaskStore({ redis, prefix: 'p' }).get(aTask(1).id)).toEqual(aTask(1));
    await enqueueTask(queues, aTask(2));
    expect(await runs.until(2)).toEqual([aTask(1).id, aTask(2).id]);
    await worker.stop(1_000);
    await queues.close();
    redis.disconnect();
    await second.stop();
  });

  test('two data directories that share a run directory have a server each', async () => {
    await using own = await directories();
    await using other = await directories();
    const [first, second] = await Promise.all([
      startEmbeddedRedis(own),
      startEmbeddedRedis({ ...own, dataDir: other.dataDir }),
    ]);
    expect(first.pid).not.toBe(second.pid);
    await Promise.all([first.stop(), second.stop()]);
  });

  test('says what to install when there is no redis-server', async () => {
    await using own = await directories();
    const start = startEmbeddedRedis({ ...own, program: '/nonexistent/redis-server' });
    await expect(start).rejects.toThrow(/apt install redis-server.*dnf.*pacman.*brew/);
  });

  test('refuses a run directory whose name is too long for a socket, and data it may not keep', async () => {
    await using own = await directories();
    const runDir = join(own.runDir, 'x'.repeat(100));
    await expect(startEmbeddedRedis({ ...own, runDir })).rejects.toThrow('choose a shorter run directory');
    const dataDir = join(import.meta.dirname, 'broken-redis-server.sh');
    await expect(startEmbeddedRedis({ ...own, dataDir })).rejects.toThrow(dataDir);
  });

  test('a server that cannot read its data is reported with its log', async () => {
    await using own = await directories();
    const program = join(import.meta.dirname, 'broken-redis-server.sh');
    await expect(startEmbeddedRedis({ ...own, program })).rejects.toThrow(/exit 3\): see .*redis\.log/);
  });
});

describe('several processes', () => {
  test('ten that start at once share one server, and the last to leave stops it', async () => {
    await using own = await directories();
    const all = await Promise.all(Array.from({ length: 10 }, () => startEmbeddedRedis(own)));
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    expect(all.filter(({ owned }) => owned)).toHaveLength(1);
    const [pid = 0] = all.map((server) => server.pid);
    const owner = all.find(({ owned }) => owned);
    await owner?.stop();
    const others = all.filter((server) => server !== owner);
    await Promise.all(others.slice(1).map((server) => server.stop()));
    expect(isAlive(pid)).toBe(true);
    await others[0]?.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('one with another run directory finds the server of the data', async () => {
    await using own = await directories();
    const first = await startEmbeddedRedis(own);
    const second = await startEmbeddedRedis({ ...own, runDir: `${own.runDir}2` });
    expect(second).toMatchObject({ pid: first.pid, url: first.url, owned: false });
    await first.stop();
    await second.stop();
  });

  test('an orphan is adopted, and stopped by who adopted it', async () => {
    await using own = await directories();
    const elsewhere = await startElsewhere(own);
    expect(elsewhere.owned).toBe(true);
    await elsewhere.crash();
    expect(isAlive(elsewhere.pid)).toBe(true);
    const adopted = await startEmbeddedRedis(own);
    expect(adopted).toMatchObject({ pid: elsewhere.pid, owned: false });
    await adopted.stop();
    expect(isAlive(elsewhere.pid)).toBe(false);
  });

  test('a short visitor leaves the server to who started it, and the other way round', async () => {
    await using own = await directories();
    const here = await startEmbeddedRedis(own);
    const visitor = await startElsewhere(own);
    expect(visitor).toMatchObject({ pid: here.pid, owned: false });
    await visitor.end();
    expect(isAlive(here.pid)).toBe(true);

    const stays = await startElsewhere(own);
    await here.stop();
    expect(isAlive(here.pid)).toBe(true);
    await stays.end();
    expect(isAlive(here.pid)).toBe(false);
  });
});
