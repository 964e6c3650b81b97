import { setTimeout as sleep } from 'node:timers/promises';
import { PodmanError } from '../podman/podman-error.ts';
import type { SandboxExit } from './container-exit.ts';
import { containerLogs } from './container-logs.ts';
import { type PinnedSocket, pinSocket } from './pinned-socket.ts';
import { agentSocketIn } from './sandbox-directories.ts';
import { SandboxEndedError } from './sandbox-ended-error.ts';
import type { SandboxContainer } from './start-sandbox.ts';

const POLL_MS = 20;
const LOG_LINES = 5;

export type UntilAgentSocket = {
  exited: Promise<SandboxExit>;
  timeoutMs: number;
  signal: AbortSignal | undefined;
};

/** The agent's socket, pinned, once it is there. Throws PodmanError when the container ends or time runs out. */
export async function untilAgentSocket(
  container: SandboxContainer,
  { exited, timeoutMs, signal }: UntilAgentSocket,
): Promise<PinnedSocket> {
  const path = agentSocketIn(container.directories);
  const deadline = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const socket = await pinSocket(path).catch(ignoreAbsent);
    if (socket) return socket;
    signal?.throwIfAborted();
    if (deadline.aborted) throw await tooSlow(container, timeoutMs);
    const exit = await Promise.race([exited, sleep(POLL_MS, null)]);
    if (exit) throw await endedEarly(container, exit);
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function endedEarly({ podman, id, taskId }: SandboxContainer, exit: SandboxExit): Promise<PodmanError> {
  const log = exit.code === null ? '' : await containerLogs(podman, id, LOG_LINES);
  return new SandboxEndedError({ taskId, exit, log });
}

async function tooSlow({ podman, id, taskId }: SandboxContainer, timeoutMs: number): Promise<PodmanError> {
  const log = await containerLogs(podman, id, LOG_LINES);
  return new PodmanError(
    `The sandbox of task ${taskId} had no agent after ${timeoutMs / 1000} s. Is its image commander's own? It printed: ${log || 'nothing'}`,
  );
}
