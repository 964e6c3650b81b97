import { withTimeLimit } from './with-time-limit.ts';

export type Fetch = typeof fetch;

/** A fetch whose every call, its body included, ends after `timeoutMs` or when `signal` is aborted. */
export function fetchWithTimeout(timeoutMs: number, signal: AbortSignal | undefined): Fetch {
  return (input, init) =>
    withTimeLimit({ timeoutMs, signal }, async (limited) => {
      const response = await fetch(input, { ...init, signal: limited });
      // Reading a copy puts the whole body into memory, so that the caller waits for nothing any more.
      await response.clone().arrayBuffer();
      return response;
    });
}
