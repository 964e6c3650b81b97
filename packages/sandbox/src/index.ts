export { AGENT_IMAGE_REPOSITORY } from './image/agent-image-inputs.ts';
export { DEFAULT_BASE_REPOSITORY } from './image/base-image.ts';
export { type EnsureAgentImage, ensureAgentImage } from './image/ensure-agent-image.ts';
export { ImageMissingError } from './image/image-missing-error.ts';
export { listImages } from './image/list-images.ts';
export { type CheckPodman, checkPodman } from './podman/check-podman.ts';
export type { Finding } from './podman/judge-podman.ts';
export { ociRuntime } from './podman/oci-runtime.ts';
export { type OpenedPodman, type OpenPodman, openPodman } from './podman/open-podman.ts';
export { connectPodman, type Podman, type PodmanCall, type PodmanInfo } from './podman/podman.ts';
export { PodmanError } from './podman/podman-error.ts';
export { PODMAN_FLOOR } from './podman/podman-floor.ts';
export { type PodmanService, startPodmanService } from './podman/podman-service.ts';
export { probeRunDirectory, RunDirectoryError } from './podman/probe-run-directory.ts';
export type { SandboxExit } from './sandbox/container-exit.ts';
export { createSandbox } from './sandbox/create-sandbox.ts';
export { type FindSandbox, type FoundSandbox, findSandbox } from './sandbox/find-sandbox.ts';
export { listSandboxes, type SandboxSummary } from './sandbox/list-sandboxes.ts';
export { ensureNixCacheVolume } from './sandbox/nix-cache-volume.ts';
export { type RemoveSandboxes, removeSandbox, removeSandboxes } from './sandbox/remove-sandboxes.ts';
export { parseRunDirectoryName } from './sandbox/run-directory-name.ts';
export { type ContainerSample, cpuPercent, sampleContainers } from './sandbox/sample-containers.ts';
export type {
  CreatedSandbox,
  ExecOptions,
  ExecResult,
  SandboxEnd,
  StartedSandbox,
  StartSandbox,
  StoppedSandbox,
} from './sandbox/sandbox.ts';
export { ENTRY_EXIT_CODES, SandboxEndedError } from './sandbox/sandbox-ended-error.ts';
export { instanceLabel } from './sandbox/sandbox-labels.ts';
export { type NixCacheMount, type SandboxSpec, SESSION_FILE } from './sandbox/sandbox-spec.ts';
export { stopSandbox } from './sandbox/stop-sandbox.ts';
