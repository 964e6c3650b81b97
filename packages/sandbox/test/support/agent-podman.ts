import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureAgentImage, openPodman, type Podman, removeSandboxes } from '../../src/index.ts';

export const imageDir = resolve(import.meta.dirname, '../../../../images/agent');

/** The instance of the sandboxes of this process, whose test files run one after the other. */
export const instance = process.env['COMMANDER_TEST_PREFIX'] ?? 'test';

export type AgentPodman = { podman: Podman; tag: string; runDir: string; stop(): Promise<void> };

/** A Podman for this file, the agent image, and a directory for sockets; `stop` takes all but the image away. */
export async function agentPodman(): Promise<AgentPodman> {
  const runDir = await mkdtemp(join(tmpdir(), 'r'));
  const { podman, stop } = await openPodman({
    socket: null,
    runDir,
    runtime: null,
    environment: process.env,
  });
  const stopAll = async () => {
    await removeSandboxes(podman, { instance });
    await stop();
    await rm(runDir, { recursive: true, force: true });
  };
  const { tag } = await ensureAgentImage({ podman, imageDir, onProgress: () => undefined });
  return { podman, tag, runDir, stop: stopAll };
}
