export type Patience = { patienceMs: number; signal: AbortSignal };

/** Runs what takes a signal; that aborts with the outer one, and with a TimeoutError when the patience is over. */
export async function withPatience<T>(
  { patienceMs, signal }: Patience,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  // A timer of its own: what AbortSignal.any makes of AbortSignal.timeout is lost at garbage collection in Node 20.
  const tooLong = new DOMException(`no answer within ${patienceMs} ms`, 'TimeoutError');
  const timer = setTimeout(() => over.abort(tooLong), patienceMs);
  const end = () => over.abort(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
