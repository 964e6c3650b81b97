export type Fetch = typeof fetch;

/** A fetch whose every call, its body included, ends after `timeoutMs` or when `signal` is aborted. */
export function fetchWithTimeout(timeoutMs: number, signal: AbortSignal | undefined): Fetch {
  return async (input, init) => {
    // Node collects an AbortSignal.timeout() that only AbortSignal.any() refers to: the time is kept by a timer of our own.
    const stop = new AbortController();
    const timedOut = new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError');
    const timer = setTimeout(() => stop.abort(timedOut), timeoutMs);
    // Octokit repeats what fails, unless it fails with an AbortError: the reason of `signal` may be any other.
    const abort = () => stop.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const response = await fetch(input, { ...init, signal: stop.signal });
      // Reading a copy puts the whole body into memory, so that the caller waits for nothing any more.
      await response.clone().arrayBuffer();
      return response;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  };
}
