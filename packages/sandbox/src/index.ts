export { type EnsureAgentImage, ensureAgentImage } from './image/ensure-agent-image.ts';
export { connectPodman, type Podman, type PodmanCall, type PodmanInfo } from './podman/podman.ts';
export { PodmanError } from './podman/podman-error.ts';
