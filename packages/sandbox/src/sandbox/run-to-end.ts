import { untilExited } from './container-exit.ts';
import { containerLogs } from './container-logs.ts';
import type { CreatedSandbox, SandboxEnd } from './sandbox.ts';
import type { SandboxContainer } from './start-sandbox.ts';
import { stopSandbox } from './stop-sandbox.ts';

const LOG_LINES = 200;

/** Starts a sandbox that has no agent and waits for its end. Throws PodmanError, or why `signal` was aborted. */
export async function runToEnd(
  { podman, id }: SandboxContainer,
  { timeoutMs, signal }: Parameters<CreatedSandbox['runToEnd']>[0],
): Promise<SandboxEnd> {
  await podman.send({ method: 'POST', path: `/containers/${id}/start`, signal });
  const over = new AbortController();
  const giveUp = () => over.abort();
  const timer = setTimeout(giveUp, timeoutMs);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const { code } = await untilExited(podman, id, over.signal);
    signal?.throwIfAborted();
    if (code === null) await stopSandbox(podman, id, { graceMs: 0 });
    return { code, log: await containerLogs(podman, id, LOG_LINES) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}
