/** Ends a call after a time or with its caller's signal; released when the call is over. */
export type CallLimit = { signal: AbortSignal; release: () => void };

/**
 * Not AbortSignal.any: it holds its sources weakly, and a timeout nothing else refers to is collected before it comes.
 */
export function limitCall(timeoutMs: number, caller?: AbortSignal): CallLimit {
  const limit = new AbortController();
  const giveUp = () => limit.abort(caller?.reason);
  const expire = () => limit.abort(new DOMException(`longer than ${timeoutMs} ms`, 'TimeoutError'));
  const timer = setTimeout(expire, timeoutMs).unref();
  if (caller?.aborted) giveUp();
  caller?.addEventListener('abort', giveUp, { once: true });
  const release = () => {
    clearTimeout(timer);
    caller?.removeEventListener('abort', giveUp);
  };
  return { signal: limit.signal, release };
}
