export type TimeLimit = { timeoutMs: number; signal: AbortSignal | undefined };

/** Runs what takes a signal; the signal is aborted after `timeoutMs` or with the limit's own. */
export async function withTimeLimit<T>(
  { timeoutMs, signal }: TimeLimit,
  operation: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // Node collects an AbortSignal.timeout() that only AbortSignal.any() refers to: the time is kept by a timer of our own.
  const stop = new AbortController();
  const timedOut = new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError');
  const timer = setTimeout(() => stop.abort(timedOut), timeoutMs);
  // Octokit repeats what fails, unless it fails with an AbortError: the reason of `signal` may be any other.
  const abort = () => stop.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await operation(stop.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
