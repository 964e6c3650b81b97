import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureNixCacheVolume } from '../../src/index.ts';
import { type AgentPodman, agentPodman, instance } from '../support/agent-podman.ts';

const volume = async (...args: string[]) => (await promisify(execFile)('podman', ['volume', ...args])).stdout;

let host: AgentPodman;
beforeAll(async () => {
  host = await agentPodman();
}, 240_000);
afterAll(() => host.stop());

it('makes one volume for each repository of an instance, however many ask for it at once', async () => {
  const ensure = (repoId: number) => ensureNixCacheVolume(host.podman, { instance, repoId });
  const names = [`commander-nix-cache-${instance}-7`, `commander-nix-cache-${instance}-8`];
  try {
    expect(await Promise.all([ensure(7), ensure(7), ensure(8)])).toEqual([names[0], ...names]);
    expect(await ensure(7)).toBe(names[0]);
    const labels = JSON.parse(await volume('inspect', '--format', '{{json .Labels}}', names[0] ?? ''));
    expect(labels).toEqual({ 'commander.instance': instance, 'commander.nix-cache': '7' });
    const found = await volume('ls', '--quiet', '--filter', `label=commander.instance=${instance}`);
    expect(found.trim().split('\n').toSorted()).toEqual(names);
  } finally {
    await volume('rm', '--force', ...names);
  }
});
