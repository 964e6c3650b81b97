import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitRedis } from '@opencode-commander/queue';
import { freePort } from '@opencode-commander/simulators';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startIdleService } from './start-idle-service.ts';

let directory: string;
let servers: ChildProcess[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'w'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  await rm(directory, { recursive: true });
});

const socket = () => join(directory, 'redis.sock');

function startRedis(...options: string[]): void {
  const place = ['--port', '0', '--unixsocket', socket(), '--dir', directory, '--appendonly', 'yes'];
  servers.push(spawn('redis-server', [...place, ...options], { stdio: 'ignore' }));
}

async function untilRedis(url: string): Promise<void> {
  const { signal } = new AbortController();
  const there = await awaitRedis({ url, role: 'producer', forMs: 10_000, signal, onWait: () => undefined });
  there.disconnect();
}

const start = (env: Record<string, string>) =>
  startIdleService(directory, { env: { COMMANDER_REDIS_URL: `unix://${socket()}`, ...env } });

const health = async (port: number, path: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, body: await answer.text() };
};

it.each([
  ['yes', 'there is no such socket; start Redis'],
  ['no', 'it is not there yet: the log says why'],
])(
  'started before Redis is there it waits, answers for its health (openly: %s), and goes on',
  async (openly, words) => {
    const port = await freePort();
    const { child, lines, ended } = start({
      COMMANDER_HEALTH_POLLER_PORT: String(port),
      IDLE_OPENLY: openly,
    });
    const [line] = await once(lines, 'line');
    expect(JSON.parse(line)).toMatchObject({
      level: 40,
      msg: expect.stringContaining(`waiting for Redis: Cannot use Redis at unix://${socket()}: there is no`),
    });
    await expect.poll(() => health(port, '/healthz').catch(() => null)).toMatchObject({ status: 200 });
    expect(await health(port, '/readyz')).toEqual({ status: 503, body: expect.stringContaining(words) });
    const going: string[] = [];
    lines.on('line', (more) => going.push(more));
    startRedis();
    await expect.poll(() => going, { timeout: 15_000 }).toHaveLength(2);
    expect(going.map((more) => JSON.parse(more).msg)).toEqual(['Redis is there', 'started']);
    // What the service itself listens with is to find the port free.
    await expect(health(port, '/healthz')).rejects.toThrow();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  },
);

it('ends in order when it is told to while it waits', async () => {
  const { child, lines, ended } = start({ COMMANDER_HEALTH_POLLER_PORT: '0' });
  await once(lines, 'line');
  child.kill('SIGTERM');
  const { code, said } = await ended;
  expect({ code, lines: said.split('\n').length }).toEqual({ code: 0, lines: 2 });
});

it('ends with 5 when redis.wait is over', async () => {
  const { code, said } = await start({ COMMANDER_HEALTH_POLLER_PORT: '0', COMMANDER_REDIS_WAIT: '1s' }).ended;
  expect(code).toBe(5);
  const [first, last, ...more] = said.split('\n');
  expect(first).toContain('waiting for Redis: ');
  expect(last).toMatch(/^poller: Cannot use Redis at unix:.*there is no such socket; start Redis/);
  expect(more).toEqual([]);
});

it('does not wait where its port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { code, said } = await start({ COMMANDER_HEALTH_POLLER_PORT: String(port) }).ended;
  taken.close();
  expect(code).toBe(4);
  expect(said.split('\n').at(-1)).toBe(
    `poller: The health of the poller cannot listen on 127.0.0.1:${port}: the port is taken; stop what listens there or set health.poller_port`,
  );
});

it.each([
  [
    'is wrong',
    'right',
    'wr0ng-pass',
    'the user name or password is wrong; mend it in redis.url, or in redis.password',
  ],
  ['is missing', 'right', '', 'it wants a password; write it into redis.url, or into redis.password'],
  ['is one too many', '', 'needless-pass', 'it has no password, though one is configured'],
])('a password that %s: one clear line at once, and 5', async (_, right, given, words) => {
  startRedis(...(right && ['--requirepass', right]));
  await untilRedis(`unix://${right && `:${right}@`}${socket()}`);
  const { code, said } = await start(given ? { COMMANDER_REDIS_PASSWORD: given } : {}).ended;
  expect({ code, said }).toEqual({ code: 5, said: expect.stringContaining(words) });
  expect(said.split('\n')).toHaveLength(1);
  expect(said).not.toContain(given || 'right');
});
