import { dirname, join } from 'node:path';
import { createQuarantine, type Mirror, resolveBase, syncMirror } from '@opencode-commander/broker';
import { createSandbox, type StartedSandbox } from '@opencode-commander/sandbox';
import { aSandbox, BRANCH, KEY } from './a-sandbox.ts';
import type { AgentHost } from './agent-host.ts';
import type { Ground } from './ground.ts';
import { openBroker } from './open-broker.ts';
import type { Stopwatch } from './stopwatch.ts';
import { PROVIDER, type World } from './world.ts';

export type SandboxParts = {
  ground: Ground;
  world: World;
  host: AgentHost;
  /** Directory of the repository's mirror. */
  mirror: string;
  watch: Stopwatch;
};

/** A sandbox at work on the world's repository, made by the dispatcher's steps, one after the other. */
export async function startSandbox(parts: SandboxParts): Promise<StartedSandbox> {
  const { ground, world, host, watch } = parts;
  const { fullName: repository } = world.repository;
  const { quarantine, base } = await prepareRepository(parts);
  const spec = aSandbox(ground, host, { repository, base });
  const sandbox = await watch.time('container made', () => createSandbox(host.podman, spec));
  ground.stack.defer('the container', () => sandbox.remove());
  const providers = { [PROVIDER]: { baseUrl: world.model.url, apiKey: 'key-of-the-bench' } };
  const served = { directory: dirname(sandbox.brokerSocket), repository, quarantine, providers, key: KEY };
  await watch.time('broker opened', () => openBroker(ground, served));
  return watch.time('container started, to its agent’s socket', () =>
    sandbox.start({ signal: ground.signal }),
  );
}

async function prepareRepository({ ground, world, mirror, watch }: SandboxParts) {
  const { environment, directory } = ground;
  const { defaultBranch } = world.repository;
  const synced = await watch.time('mirror brought up to date', () => updateMirror(ground, world, mirror));
  const base = await resolveBase(synced, defaultBranch, environment);
  if (base === null) throw new Error('the repository is empty');
  const quarantine = await watch.time('quarantine made', () =>
    createQuarantine({
      mirror: synced,
      directory: join(directory, 'quarantine.git'),
      branch: BRANCH,
      baseBranch: defaultBranch,
      maxPushBytes: 1_000_000,
      environment,
    }),
  );
  return { quarantine, base };
}

/** Makes the mirror, or brings it up to date. */
export function updateMirror(
  { environment, signal }: Ground,
  { github, repository }: World,
  directory: string,
): Promise<Mirror> {
  const url = `${github.gitUrl}/${repository.fullName}.git`;
  return syncMirror({ directory, remote: { url, authorization: null }, environment, signal });
}
