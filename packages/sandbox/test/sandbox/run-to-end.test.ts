import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  type CreatedSandbox,
  createSandbox,
  ENTRY_EXIT_CODES,
  ensureNixCacheVolume,
  listSandboxes,
} from '../../src/index.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman, instance } from '../support/agent-podman.ts';

const env = {
  COMMANDER_REPOSITORY: 'acme/web',
  COMMANDER_BRANCH: 'agent/12-a1b2c3',
  COMMANDER_BASE: '1'.repeat(40),
};

let host: AgentPodman;
let created: CreatedSandbox | undefined;
let door: Server | undefined;
const visitors: Socket[] = [];

beforeAll(async () => {
  host = await agentPodman();
}, 240_000);
afterEach(async () => {
  for (const visitor of visitors.splice(0)) visitor.destroy();
  door?.close();
  door = undefined;
  await created?.remove();
});
afterAll(() => host.stop());

/** A sandbox whose clone never ends: its broker takes every connection and says nothing. */
async function hangingSandbox(): Promise<{ sandbox: CreatedSandbox; silent: Server }> {
  created = await createSandbox(host.podman, aSandbox(host, { env }));
  door = createServer((visitor) => visitors.push(visitor)).listen(created.brokerSocket);
  await once(door, 'listening');
  await chmod(created.brokerSocket, 0o666);
  return { sandbox: created, silent: door };
}

const isRunning = async () => (await listSandboxes(host.podman, { instance })).map(({ running }) => running);

it('tells with which code a sandbox ended, and what it said', async () => {
  created = await createSandbox(host.podman, aSandbox(host, { env }));
  const { code, log } = await created.runToEnd({ timeoutMs: 20_000 });
  expect(code).toBe(ENTRY_EXIT_CODES.cloneFailed);
  expect(log).toContain('cloning acme/web failed');
});

it('has a sandbox that is to fill a Nix cache look for nix, and start no agent', async () => {
  const volume = await ensureNixCacheVolume(host.podman, { instance, repoId: 9 });
  try {
    created = await createSandbox(host.podman, aSandbox(host, { env, nixCache: { volume, use: 'fill' } }));
    expect(await created.runToEnd({ timeoutMs: 20_000 })).toEqual({ code: ENTRY_EXIT_CODES.noNix, log: '' });
  } finally {
    await created?.remove();
    await promisify(execFile)('podman', ['volume', 'rm', volume]);
  }
});

it('stops a sandbox that takes too long, and has no code for it', async () => {
  const { sandbox } = await hangingSandbox();
  expect(await sandbox.runToEnd({ timeoutMs: 500 })).toMatchObject({ code: null });
  expect(await isRunning()).toEqual([false]);
});

it('ends with the reason of whoever no longer waits for it', async () => {
  const { sandbox, silent } = await hangingSandbox();
  const over = new AbortController();
  const ended = sandbox.runToEnd({ timeoutMs: 60_000, signal: over.signal });
  await Promise.race([once(silent, 'connection'), ended]);
  over.abort(new Error('the run is let go'));
  await expect(ended).rejects.toThrow('the run is let go');
});
