import { createSandbox, ensureNixCacheVolume, type SandboxSpec } from '@opencode-commander/sandbox';
import type { DevShell } from '@opencode-commander/task';
import type { Run } from '../../run.ts';
import type { Holdings } from '../holdings.ts';
import { openBrokerWithoutAgent } from '../open-broker.ts';
import type { PreparedRepository } from '../prepare-repository.ts';
import { devShellOfFilling, nixComplaint } from './read-dev-shell.ts';

/** Beside nix: the clone, and keeping what nix has made. */
const AROUND_MS = 300_000;

export type Filling = {
  repository: PreparedRepository;
  /** What the agent's sandbox is made from. */
  spec: SandboxSpec;
  /** Of the base's flake: what is kept for one is not made again. */
  digest: string;
};

export type Filled = {
  /** The volume, for agents to read. */
  volume: string;
  /** How making the base's dev shell ended; null when that cannot be told. */
  ofBase: DevShell | null;
  said: string;
};

/**
 * Has nix make the dev shell of the base, what people have merged, in a sandbox without an agent, the only one that can write in
 * the repository's Nix cache.
 */
export async function fillNixCache(
  run: Run,
  { repository, spec, digest }: Filling,
  holdings: Holdings,
): Promise<Filled> {
  const { context, task, signal } = run;
  const { podman, instance, config } = context;
  const volume = await ensureNixCacheVolume(podman, { instance, repoId: task.source.repoId });
  const env = {
    ...withoutAgent(spec.env),
    COMMANDER_BASE: repository.baseSha,
    COMMANDER_NIX_CACHE_KEY: digest,
  };
  const created = await createSandbox(podman, { ...spec, env, nixCache: { volume, use: 'fill' } });
  holdings.holdContainer({ ...created, epoch: task.epoch });
  const broker = await openBrokerWithoutAgent(run, repository, created.brokerSocket);
  try {
    const timeoutMs = config.timeouts.devShellMs + AROUND_MS;
    const { code, log } = await created.runToEnd({ timeoutMs, signal });
    return { volume, ofBase: devShellOfFilling(code), said: nixComplaint(log) };
  } finally {
    await broker.stop();
    await created.remove();
  }
}

/** What is for opencode is not for a flake: its password for one. */
function withoutAgent(env: SandboxSpec['env']): SandboxSpec['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('OPENCODE_')));
}
