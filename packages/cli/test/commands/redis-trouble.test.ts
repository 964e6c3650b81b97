import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startEmbeddedRedis } from '@opencode-commander/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it('says that nothing listens where Redis should be, and leaves the issue alone', async () => {
  const issue = rig.issue([], ['agent']);
  const ended = await rig.call(['run', issue], { COMMANDER_REDIS_URL: 'redis://:secret@127.0.0.1:9' });
  expect(ended.code).toBe(5);
  expect(ended.stdout).toEqual([]);
  expect(errorsOf(ended)).toEqual([
    expect.stringContaining('127.0.0.1:9/0: nothing listens there; start Redis, or leave redis.url out'),
  ]);
  expect(ended.stderr.join()).not.toContain('secret');
  expect(rig.labels(issue)).toEqual(['agent']);
});

describe('a Redis that evicts keys', () => {
  it('is refused, with the command that mends it', async () => {
    const socket = join(rig.directory, 'evicting.sock');
    const options = { port: '0', unixsocket: socket, save: '', 'maxmemory-policy': 'allkeys-lru' };
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const server = spawn('redis-server', [...flags, '--dir', rig.directory], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const chunk of server.stdout) if (String(chunk).includes('ready to accept')) break;
    const ended = await rig.call(['queue'], { COMMANDER_REDIS_URL: `unix://${socket}` });
    server.kill();
    await once(server, 'exit');
    expect(ended.code).toBe(5);
    expect(ended.stdout).toEqual([]);
    expect(errorsOf(ended)).toEqual([
      expect.stringMatching(
        /may evict keys \(maxmemory-policy allkeys-lru\).*config set maxmemory-policy noeviction/,
      ),
    ]);
  });
});

describe('without redis.url', () => {
  const embedded = { COMMANDER_REDIS_URL: undefined };

  it('keeps tasks from one command to the next, and leaves no server behind', async () => {
    const issue = rig.issue();
    const enqueued = await rig.commander(['enqueue', issue, '--priority', 'high'], embedded);
    expect(enqueued).toMatchObject({
      code: 0,
      stderr: ['No dispatcher is at work: start one with commander up.'],
    });
    const { stdout } = await rig.call(['queue', '--json'], embedded);
    const { queue } = JSON.parse(stdout.join());
    expect(queue).toMatchObject([
      { position: 1, task: { repo: 'acme/web', priority: 'high', status: 'queued' } },
    ]);
  });

  it('ends up with one line when the server dies', { timeout: 60_000 }, async () => {
    const up = rig.start(['up'], embedded);
    await up.line('Ready. Dashboard: ');
    const { COMMANDER_DATA_DIR: dataDir = '', COMMANDER_RUN_DIR: runDir = '' } = rig.env;
    const shared = await startEmbeddedRedis({ dataDir, runDir });
    expect(shared.owned).toBe(false);
    process.kill(shared.pid, 'SIGKILL');
    await shared.stop();
    const ended = await up.ended;
    expect(ended.code).toBe(5);
    expect(errorsOf(ended)).toEqual([expect.stringMatching(/The embedded Redis has ended .*: start again/)]);
  });

  it('says where to get a server', async () => {
    const ended = await rig.commander(['status'], { ...embedded, PATH: '/nowhere' });
    expect(ended.code).toBe(5);
    expect(errorsOf(ended)).toEqual([expect.stringContaining('redis-server')]);
  });
});
