import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';

/** How a container ended; `code` is null when it was removed before anybody could see. */
export type SandboxExit = { code: number | null };

const ASK_AGAIN_MS = 600_000;

/** Waits until a container ends, or is removed and `signal` says so. Rejects with PodmanError when Podman is gone. */
export async function untilExited(podman: Podman, id: string, signal: AbortSignal): Promise<SandboxExit> {
  const path = `/containers/${id}/wait`;
  const query = { condition: 'exited' };
  for (;;) {
    try {
      const call = { method: 'POST', path, query, timeoutMs: ASK_AGAIN_MS, signal } as const;
      const code = await podman.call(call, z.number());
      return { code: code < 0 ? null : code };
    } catch (error) {
      const removed = signal.aborted || (error instanceof PodmanError && error.status === 404);
      if (removed) return { code: null };
      if (!isTimeout(error)) throw error;
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof PodmanError && error.cause instanceof Error && error.cause.name === 'TimeoutError';
}
