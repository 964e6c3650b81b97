export type Fetch = typeof fetch;

/** A fetch whose every call, its body included, ends after `timeoutMs` or when `signal` is aborted. */
export function fetchWithTimeout(timeoutMs: number, signal: AbortSignal | undefined): Fetch {
  // Octokit repeats what fails, unless it fails with an AbortError: the reason of `signal` may be any other.
  const stop = new AbortController();
  if (signal?.aborted) stop.abort();
  signal?.addEventListener('abort', () => stop.abort(), { once: true });
  return (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)]) });
}
