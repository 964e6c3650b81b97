import { setTimeout as sleep } from 'node:timers/promises';
import { PodmanError } from '../podman/podman-error.ts';
import type { SandboxExit } from './container-exit.ts';
import { containerLogs } from './container-logs.ts';
import { oomKills } from './oom-kills.ts';
import { type PinnedSocket, pinSocket } from './pinned-socket.ts';
import { agentSocketIn } from './sandbox-directories.ts';
import { SandboxEndedError } from './sandbox-ended-error.ts';
import type { SandboxContainer } from './start-sandbox.ts';

const POLL_MS = 20;
const LOG_LINES = 5;
const OUT_OF_MEMORY = 'It ran out of memory: raise containers.memory_limit.';

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
  if (exit.code === null) return new SandboxEndedError({ taskId, exit, log: '', oomKills: 0 });
  const [log, kills] = await Promise.all([containerLogs(podman, id, LOG_LINES), oomKills(podman, id)]);
  return new SandboxEndedError({ taskId, exit, log, oomKills: kills ?? 0 });
}

async function tooSlow({ podman, id, taskId }: SandboxContainer, timeoutMs: number): Promise<PodmanError> {
  const [log, kills] = await Promise.all([containerLogs(podman, id, LOG_LINES), oomKills(podman, id)]);
  const advice = kills ? OUT_OF_MEMORY : "Is its image commander's own?";
  return new PodmanError(
    `The sandbox of task ${taskId} had no agent after ${timeoutMs / 1000} s. ${advice} It printed: ${log || 'nothing'}`,
  );
}
