import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type PollerWorld, startPollerWorld } from './poller-world.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe('the poller as a process', () => {
  let world: PollerWorld;
  let directory: string;
  beforeEach(async () => {
    world = await startPollerWorld();
    directory = await mkdtemp(join(tmpdir(), 'p-'));
    await mkdir(join(directory, 'data'));
  });
  afterEach(async () => {
    await world[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  function launch(env: Record<string, string>): ChildProcess & { lines: string[] } {
    const { simulator } = world;
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        COMMANDER_DATA_DIR: join(directory, 'data'),
        COMMANDER_RUN_DIR: join(directory, 'run'),
        COMMANDER_LOG_FORMAT: 'json',
        COMMANDER_GITHUB_API_URL: simulator.apiUrl,
        COMMANDER_GITHUB_GIT_URL: simulator.gitUrl,
        COMMANDER_GITHUB_THROTTLE: 'false',
        COMMANDER_REDIS_URL: `unix://${inject('redisSocket')}`,
        COMMANDER_REDIS_PREFIX: world.prefix,
        COMMANDER_HEALTH_POLLER_PORT: '0',
        ...env,
      },
    });
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
    return Object.assign(child, { lines });
  }

  it('takes issues, tells that it is ready, and ends cleanly', async () => {
    const child = launch({ COMMANDER_GITHUB_TOKEN: 'ghp_bottoken123' });
    const number = world.file();
    await world.simulator.until(() => world.comments(number).length > 0);
    await expect.poll(() => child.lines.join()).toContain('polling');
    const url = child.lines.map((line) => JSON.parse(line).health).find(Boolean);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(child.lines.join('\n')).not.toContain('ghp_bottoken123');
  });

  it.each([
    ['no token', 4, {}, 'No GitHub credentials are configured'],
    ['no token, and no Redis', 4, { COMMANDER_REDIS_URL: 'redis://127.0.0.1:9' }, 'No GitHub credentials'],
    [
      'no Redis',
      5,
      { COMMANDER_GITHUB_TOKEN: 'x', COMMANDER_REDIS_URL: 'redis://127.0.0.1:9', COMMANDER_REDIS_WAIT: '0s' },
      'Redis',
    ],
    ['a wrong value', 4, { COMMANDER_GITHUB_POLL_INTERVAL: 'often' }, 'poll_interval'],
  ])('%s: one clear line and exit code %i', async (_what, code, env, text) => {
    const child = launch(env);
    expect(await once(child, 'exit')).toEqual([code, null]);
    expect(child.lines.join('\n')).toContain(text);
    expect(child.lines.join('\n')).not.toContain('    at ');
  });

  it('says in one line that the port of its health is taken, and exits with 4', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const child = launch({ COMMANDER_GITHUB_TOKEN: 'x', COMMANDER_HEALTH_POLLER_PORT: String(port) });
    expect(await once(child, 'close')).toEqual([4, null]);
    expect(child.lines).toEqual([
      `poller: The health of the poller cannot listen on 127.0.0.1:${port}: the port is taken; stop what listens there or set health.poller_port`,
    ]);
    taken.close();
  });
});
