/** A signal that aborts after a time or with another; held by a timer until it is disposed of. */
export type Deadline = Disposable & {
  readonly signal: AbortSignal;
  /** Whether it was the time that aborted it. */
  isOver(): boolean;
};

// Not AbortSignal.any with AbortSignal.timeout: Node 20 holds both weakly, so that garbage collection ends the timeout.
export function startDeadline(timeoutMs: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  let over = false;
  const timer = setTimeout(() => {
    over = !controller.signal.aborted;
    controller.abort(new DOMException(`took more than ${timeoutMs} ms`, 'TimeoutError'));
  }, timeoutMs);
  const follow = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    isOver: () => over,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}
