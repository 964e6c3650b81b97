import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Whoever has read nothing for so long is taken for dead, in ms. */
export const PATIENCE_MS = 60_000;

/**
 * Waits until what was written has gone out, so that nothing piles up here; whoever reads nothing for `patienceMs` loses the
 * connection. Throws once `gone` has aborted.
 */
export async function drained(
  response: ServerResponse,
  { gone, patienceMs }: { gone: AbortSignal; patienceMs: number },
): Promise<void> {
  gone.throwIfAborted();
  if (!response.writableNeedDrain) return;
  const slow = setTimeout(() => response.destroy(), patienceMs);
  try {
    await once(response, 'drain', { signal: gone });
  } finally {
    clearTimeout(slow);
  }
}
