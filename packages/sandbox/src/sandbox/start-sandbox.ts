import { rm } from 'node:fs/promises';
import type { TaskId } from '@opencode-commander/task';
import type { Podman } from '../podman/podman.ts';
import { removeContainer } from '../podman/remove-container.ts';
import { untilExited } from './container-exit.ts';
import { containerLogs } from './container-logs.ts';
import { execInContainer } from './exec-in-container.ts';
import { lastChange } from './last-change.ts';
import { listProcesses } from './list-processes.ts';
import { memoryEvents } from './memory-events.ts';
import { oomKills } from './oom-kills.ts';
import type { PinnedSocket } from './pinned-socket.ts';
import { putFile } from './put-file.ts';
import { runToEnd } from './run-to-end.ts';
import type { CreatedSandbox, StartedSandbox, StartSandbox, StoppedSandbox } from './sandbox.ts';
import {
  agentSocketIn,
  brokerSocketIn,
  removeDirectories,
  type SandboxDirectories,
} from './sandbox-directories.ts';
import { stopSandbox } from './stop-sandbox.ts';
import { untilAgentSocket } from './until-agent-socket.ts';

/** A container that was made for a sandbox, whatever its state. */
export type SandboxContainer = {
  podman: Podman;
  id: string;
  name: string;
  taskId: TaskId;
  directories: SandboxDirectories;
};

const START_MS = 120_000;

/** A sandbox that does not run. */
export function idleSandbox(container: SandboxContainer): CreatedSandbox & StoppedSandbox {
  const { podman, id, name, directories } = container;
  return {
    id,
    name,
    brokerSocket: brokerSocketIn(directories),
    start: (options = {}) => startSandbox(container, options),
    runToEnd: (options) => runToEnd(container, options),
    logs: (lines) => containerLogs(podman, id, lines),
    putFile: (path, content) => putFile(podman, id, { path, content }),
    remove: () => removeAll(container),
  };
}

async function startSandbox(container: SandboxContainer, options: StartSandbox): Promise<StartedSandbox> {
  const { podman, id, directories } = container;
  // One from before would be taken for the new one's.
  await rm(agentSocketIn(directories), { recursive: true, force: true });
  await podman.send({ method: 'POST', path: `/containers/${id}/start`, signal: options.signal });
  try {
    return await joinSandbox(container, options);
  } catch (error) {
    await stopSandbox(podman, id, { graceMs: 0 });
    throw error;
  }
}

/** A sandbox that runs already, once its agent's socket is there. Throws PodmanError, and leaves it running then. */
export async function joinSandbox(
  container: SandboxContainer,
  { timeoutMs = START_MS, signal }: StartSandbox,
): Promise<StartedSandbox> {
  const watching = new AbortController();
  const exited = untilExited(container.podman, container.id, watching.signal);
  exited.catch(() => undefined); // whoever awaits it gets the error
  try {
    const socket = await untilAgentSocket(container, { exited, timeoutMs, signal });
    return runningSandbox(container, { exited, watching, socket });
  } catch (error) {
    watching.abort();
    throw error;
  }
}

type Run = { exited: StartedSandbox['exited']; watching: AbortController; socket: PinnedSocket };

function runningSandbox(container: SandboxContainer, { exited, watching, socket }: Run): StartedSandbox {
  const { podman, id, name, directories } = container;
  let released: Promise<void> | null = null;
  const release = () => {
    released ??= socket.close();
    return released;
  };
  return {
    id,
    name,
    brokerSocket: brokerSocketIn(directories),
    agentSocket: socket.path,
    exited,
    logs: (lines) => containerLogs(podman, id, lines),
    exec: (argv, options) => execInContainer(podman, id, { ...options, argv }),
    processes: () => listProcesses(podman, id),
    lastChange: (sinceMs) => lastChange(podman, id, sinceMs),
    memoryEvents: () => memoryEvents(podman, id),
    oomKills: () => oomKills(podman, id),
    letGo: async () => {
      watching.abort();
      await release();
    },
    stop: async (options = {}) => {
      await release();
      await stopSandbox(podman, id, options);
      await exited;
      return idleSandbox(container);
    },
    remove: async () => {
      await release();
      await removeAll(container);
      watching.abort();
    },
  };
}

async function removeAll({ podman, id, directories }: SandboxContainer): Promise<void> {
  await removeContainer(podman, id);
  await removeDirectories(directories);
}
