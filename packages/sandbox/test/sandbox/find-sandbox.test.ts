import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CreatedSandbox,
  connectPodman,
  createSandbox,
  findSandbox,
  type Podman,
  removeSandbox,
  type SandboxSpec,
  SESSION_FILE,
  type StartedSandbox,
  stopSandbox,
} from '../../src/index.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman } from '../support/agent-podman.ts';
import { askAgent, PASSWORD } from '../support/ask-agent.ts';
import { makeRepository, openGitDoor } from '../support/git-door.ts';

const SLOW = { timeout: 150_000 };

let host: AgentPodman;
let podman: Podman;
let repositories: string;
let env: SandboxSpec['env'];

beforeAll(async () => {
  host = await agentPodman();
  podman = host.podman;
  repositories = await mkdtemp(join(tmpdir(), 'g'));
  const base = await makeRepository(repositories, 'acme/web', { 'a.txt': 'a\n' });
  env = { COMMANDER_REPOSITORY: 'acme/web', COMMANDER_BRANCH: 'agent/12-a1b2c3', COMMANDER_BASE: base };
}, 240_000);
afterAll(async () => {
  await host.stop();
  await rm(repositories, { recursive: true, force: true });
});

async function start(more: Partial<SandboxSpec> = {}, prepare?: (sandbox: CreatedSandbox) => Promise<void>) {
  const sandbox = await createSandbox(podman, aSandbox(host, { ...more, env: { ...env, ...more.env } }));
  await prepare?.(sandbox);
  const door = await openGitDoor(sandbox.brokerSocket, repositories);
  const started = await sandbox.start();
  await door.close();
  return started;
}

describe('a sandbox', () => {
  let sandbox: StartedSandbox;

  const message = { id: 'msg_000000000001AAAAAAAAAAAAAA', sessionID: 'ses_1', role: 'user', agent: 'build' };
  const session = {
    info: {
      id: 'ses_0000000000abcdefghijklmnop',
      slug: 'a',
      projectID: 'x',
      directory: '/',
      title: 'Earlier',
      version: '1',
      time: { created: 1, updated: 2 },
    },
    messages: [
      { info: { ...message, time: { created: 1 }, model: { providerID: 'a', modelID: 'b' } }, parts: [] },
    ],
  };

  beforeAll(async () => {
    sandbox = await start({ env: { COMMANDER_SESSION_FILE: SESSION_FILE } }, (idle) =>
      idle.putFile(SESSION_FILE, JSON.stringify(session)),
    );
  }, SLOW.timeout);

  it('imports a session before its agent answers', SLOW, async () => {
    expect(await sandbox.logs(20)).toContain('the session is imported');
    const found = await askAgent(sandbox.agentSocket, `/session/${session.info.id}?directory=/workspace`);
    expect(found).toMatchObject({ title: 'Earlier', directory: '/workspace' });
    // Once is enough: the next start has the session.
    const kept = await sandbox.exec(['test', '-e', SESSION_FILE], { timeoutMs: 10_000, maxBytes: 100 });
    expect(kept.code).toBe(1);
  });

  it('runs programs within limits, and says what runs and what changed', SLOW, async () => {
    const options = { timeoutMs: 60_000, maxBytes: 10_000 };
    const ran = await sandbox.exec(['sh', '-c', 'id -un; pwd; echo oops >&2; exit 3'], options);
    expect(ran).toEqual({ code: 3, output: 'agent\n/workspace\noops\n' });
    const large = await sandbox.exec(['yes'], { ...options, maxBytes: 1_000 });
    expect(large.code).toBeNull();
    expect(large.output).toHaveLength(1_000);
    // On a busy machine it takes seconds until a program begins.
    const late = { ...options, timeoutMs: 15_000 };
    const slow = await sandbox.exec(['sh', '-c', 'echo begun; sleep 600'], late);
    expect(slow).toEqual({ code: null, output: 'begun\n' });
    const none = await sandbox.exec(['/no/such/program'], options);
    expect(none.code).toBe(127);

    const processes = await sandbox.processes();
    expect(processes[0]).toMatch(/PID/);
    expect(processes.join('\n')).toContain('opencode serve');
    expect(processes.join('\n')).not.toContain('sleep 600');
    expect(await sandbox.memoryEvents()).toMatchObject({ oom_kill: 0 });

    const now = Date.now();
    expect(await sandbox.lastChange(now + 60_000)).toBeNull();
    await sandbox.exec(['sh', '-c', 'touch -d 2001-01-01 old.txt'], options);
    const changed = await sandbox.lastChange(now);
    expect(changed).toBeGreaterThanOrEqual(now);
    expect(changed).toBeLessThanOrEqual(Date.now());
  });

  it('is found by whoever has its id, running or not', SLOW, async () => {
    // As another process does: with connections of its own and nothing in mind.
    const other = connectPodman(podman.socket);
    try {
      const found = await findSandbox(other, sandbox.id);
      expect(found).toMatchObject({
        taskId: '12-a1b2c3',
        running: true,
        environment: { OPENCODE_SERVER_PASSWORD: PASSWORD, COMMANDER_BRANCH: 'agent/12-a1b2c3' },
        sandbox: { id: sandbox.id, name: sandbox.name, brokerSocket: sandbox.brokerSocket },
      });
      if (!found?.running) throw new Error('it does not run');
      expect(found.sandbox.agentSocket).not.toBe(sandbox.agentSocket);
      expect(await askAgent(found.sandbox.agentSocket, '/global/health')).toMatchObject({ healthy: true });
      const before = await sha(found.sandbox);
      await found.sandbox.exec(['sh', '-c', 'echo kept > kept.txt'], { timeoutMs: 10_000, maxBytes: 100 });
      await found.sandbox.stop();
      expect(await sandbox.exited).toHaveProperty('code');

      const idle = await findSandbox(other, sandbox.name);
      if (!idle || idle.running) throw new Error('it runs');
      const again = await idle.sandbox.start();
      expect(await sha(again)).toBe(before);
      expect(await again.exec(['cat', 'kept.txt'], { timeoutMs: 10_000, maxBytes: 100 })).toEqual({
        code: 0,
        output: 'kept\n',
      });
    } finally {
      await other.close();
    }
  });

  it('is stopped also when its agent took the socket away', SLOW, async () => {
    const found = await findSandbox(podman, sandbox.id);
    if (!found?.running) throw new Error('it does not run');
    const options = { timeoutMs: 10_000, maxBytes: 100 };
    await found.sandbox.exec(['rm', '/run/commander/agent/agent.sock'], options);
    await expect(findSandbox(podman, sandbox.id, { timeoutMs: 500 })).rejects.toThrow('had no agent');
    await found.sandbox.letGo();
    await stopSandbox(podman, sandbox.id, { graceMs: 2_000 });
    expect(await findSandbox(podman, sandbox.id)).toMatchObject({ running: false });
    expect(await stopSandbox(podman, sandbox.id)).toBe(true);
    await removeSandbox(podman, sandbox.id);
    expect(await findSandbox(podman, sandbox.id)).toBeNull();
    expect(await stopSandbox(podman, sandbox.id)).toBe(false);
    await removeSandbox(podman, sandbox.id);
  });
});

async function sha(sandbox: StartedSandbox): Promise<string> {
  const options = { timeoutMs: 10_000, maxBytes: 1_000 };
  return (await sandbox.exec(['git', 'rev-parse', 'HEAD'], options)).output;
}

it('finds nothing where there is no sandbox', SLOW, async () => {
  expect(await findSandbox(podman, 'no-such-container')).toBeNull();
  const name = `commander-stranger-${process.env['COMMANDER_TEST_PREFIX'] ?? 'x'}`.replaceAll(
    /[^\w.-]/g,
    '-',
  );
  const run = (...args: string[]) => promisify(execFile)('podman', args);
  await run('create', '--name', name, '--network', 'none', host.tag);
  try {
    expect(await findSandbox(podman, name)).toBeNull();
  } finally {
    await run('rm', '-f', name);
  }
});

it('starts also when a session cannot be imported', SLOW, async () => {
  const sandbox = await start({ env: { COMMANDER_SESSION_FILE: SESSION_FILE } }, (idle) =>
    idle.putFile(SESSION_FILE, '{"info": 7'),
  );
  expect(await sandbox.logs(20)).toContain('could not be imported');
  expect(await askAgent(sandbox.agentSocket, '/global/health')).toMatchObject({ healthy: true });
});
