import type { Config } from '@opencode-commander/config';
import { agentImage } from './agent-image.ts';
import type { Requirement } from './requirement.ts';
import { HOST_REQUIREMENTS } from './requirements.ts';

export type HostSettings = {
  containers: Pick<Config['containers'], 'socket' | 'image'>;
  redis: Pick<Config['redis'], 'url'>;
};

/** What the host itself must have under these settings: what is configured to be elsewhere need not be here. */
export function hostRequirements({
  containers: { socket, image },
  redis,
}: HostSettings): readonly Requirement[] {
  const elsewhere = new Set([
    ...(redis.url === null ? [] : ['redis-server']),
    ...(socket === null ? [] : ['podman']),
    ...(socket === null && image === null ? [] : ['image base']),
  ]);
  const own = HOST_REQUIREMENTS.filter(({ name }) => !elsewhere.has(name));
  return image === null ? own : [...own, agentImage({ image, socket })];
}
