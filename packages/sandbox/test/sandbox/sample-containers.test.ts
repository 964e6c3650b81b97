import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { cpuPercent, sampleContainers } from '../../src/sandbox/sample-containers.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman } from '../support/agent-podman.ts';

const sample = { cpuNanoseconds: 5e9, at: 100e9, meanCpuPercent: 7, memoryBytes: 1, memoryLimitBytes: 2 };

it.each([
  ['since its start where nothing was seen before', null, 7],
  ['since then', { ...sample, cpuNanoseconds: 3e9, at: 96e9 }, 50],
  ['of several CPUs', { ...sample, cpuNanoseconds: 1e9, at: 98e9 }, 200],
  ['since its start where it was started again', { ...sample, cpuNanoseconds: 9e9, at: 90e9 }, 7],
  ['since its start where no time has passed', sample, 7],
])('reckons what is used of a CPU %s', (_, before, percent) => {
  expect(cpuPercent(sample, before)).toBe(percent);
});

describe('sampleContainers', { timeout: 120_000 }, () => {
  let host: AgentPodman;
  beforeAll(async () => {
    host = await agentPodman();
  }, 600_000);
  afterAll(() => host.stop());

  it('tells what each running container uses, within its limits', async () => {
    const env = { COMMANDER_REPOSITORY: 'acme/web', COMMANDER_BRANCH: 'agent/1', COMMANDER_BASE: 'main' };
    const created = await createSandbox(host.podman, aSandbox(host, { memoryBytes: 2 ** 30, env }));
    // It waits for its repository as long as this broker says nothing.
    const silent = createServer().listen(created.brokerSocket);
    await once(silent, 'listening');
    await chmod(created.brokerSocket, 0o666);
    expect((await sampleContainers(host.podman)).get(created.id)?.cpuNanoseconds ?? 0).toBe(0);
    const starting = created.start({ timeoutMs: 100_000 }).catch(() => null);
    const found = await eventually(async () => {
      const seen = (await sampleContainers(host.podman)).get(created.id);
      return seen && seen.cpuNanoseconds > 0 ? seen : null;
    });
    expect(found.memoryLimitBytes).toBe(2 ** 30);
    expect(found.memoryBytes).toBeGreaterThan(0);
    expect(found.memoryBytes).toBeLessThan(2 ** 30);
    await created.remove();
    await starting;
    silent.close();
    expect((await sampleContainers(host.podman)).has(created.id)).toBe(false);
  });
});

async function eventually<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
  }
}
