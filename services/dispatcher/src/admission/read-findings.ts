import type { Config } from '@opencode-commander/config';
import { type Podman, PodmanError } from '@opencode-commander/sandbox';
import type { AgentImage } from './agent-image.ts';
import type { HostFindings, Memory } from './judge-admission.ts';
import { readDisks } from './read-disks.ts';

export type Host = {
  config: Pick<Config, 'dataDir' | 'runDir'>;
  podman: Podman;
  image: Pick<AgentImage, 'name' | 'look'>;
  readMemory: () => Promise<Memory | null>;
};

/** What this host has for new work; whatever does not answer is a finding as well. */
export async function readFindings(host: Host): Promise<HostFindings> {
  const [podman, memory] = await Promise.all([lookAtPodman(host), host.readMemory()]);
  const { graphRoot, ...answered } = podman;
  const { dataDir, runDir } = host.config;
  const imageRoom = () => host.podman.imageRoom().catch(nullIfSilent);
  return { disks: await readDisks({ dataDir, runDir, graphRoot, imageRoom }), memory, ...answered };
}

type PodmanFindings = Pick<HostFindings, 'podmanAnswers' | 'image'> & { graphRoot: string | null };

async function lookAtPodman({ podman, image }: Host): Promise<PodmanFindings> {
  try {
    const { store } = await podman.info();
    return { podmanAnswers: true, image: await image.look(), graphRoot: store.graphRoot };
  } catch (error) {
    if (!(error instanceof PodmanError)) throw error;
    return { podmanAnswers: false, image: { name: image.name, state: 'missing' }, graphRoot: null };
  }
}

/** It answered a moment ago, and is asked again soon. */
function nullIfSilent(error: unknown): null {
  if (error instanceof PodmanError) return null;
  throw error;
}
