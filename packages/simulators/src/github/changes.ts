import { EventEmitter, on } from 'node:events';
import type { Change } from './state/world.ts';

export type Changes = {
  emit(change: Change): void;
  /** Calls back on every change until the function it answers is called. */
  listen(listener: (change: Change) => void): () => void;
  /** Answers as soon as `check` gives anything but null, undefined or false: now, or after a change. */
  until<T>(check: () => T | Promise<T>, signal: AbortSignal): Promise<NonNullable<Exclude<T, false>>>;
};

export function createChanges(): Changes {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    emit: (change) => void emitter.emit('change', change),
    listen(listener) {
      emitter.on('change', listener);
      return () => void emitter.off('change', listener);
    },
    async until<T>(check: () => T | Promise<T>, signal: AbortSignal) {
      // Listening begins before the first look, so that nothing falls between the two.
      const changes = on(emitter, 'change', { signal });
      try {
        for (;;) {
          const found = await check();
          if (isThere(found)) return found;
          await changes.next();
        }
      } finally {
        await changes.return?.();
      }
    },
  };
}

function isThere<T>(value: T): value is NonNullable<Exclude<T, false>> & T {
  return value !== null && value !== undefined && value !== false;
}
