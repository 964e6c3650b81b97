import { AGENT_IMAGE_REPOSITORY, DEFAULT_BASE_REPOSITORY } from '@opencode-commander/sandbox';
import { EXIT_CODES } from '@opencode-commander/task';
import type { Host } from './host.ts';
import { ok, type Requirement, trouble } from './requirement.ts';

const REGISTRY = 'https://registry-1.docker.io/v2/';
const PROBE_MS = 4_000;
/** The agent image itself, or the base it is built on. */
const IMAGES = [AGENT_IMAGE_REPOSITORY, DEFAULT_BASE_REPOSITORY];

/** Something to make the agent image from: mmdebstrap is needed only where neither an image nor a registry is there. */
export const IMAGE_BASE: Requirement = {
  name: 'image base',
  exitCode: EXIT_CODES.container,
  async check(host) {
    if (await host.has('mmdebstrap')) return ok('mmdebstrap is there for hosts without a registry');
    if (await hasImage(host)) return ok('the image is there');
    const status = await host.probe(REGISTRY, PROBE_MS);
    if (status === 200 || status === 401) return ok('a registry is reachable');
    return trouble('no registry is reachable and there is no image to build on', {
      packages: { apt: ['mmdebstrap'], dnf: ['mmdebstrap'], pacman: ['mmdebstrap'] },
    });
  },
};

async function hasImage(host: Host): Promise<boolean> {
  const filters = IMAGES.map((name) => `--filter=reference=${name}`);
  const end = await host.run(['podman', 'images', '--quiet', ...filters]);
  return end.status === 'ended' && end.code === 0 && end.output.trim() !== '';
}
