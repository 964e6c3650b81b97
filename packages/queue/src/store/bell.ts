import { setTimeout as delay } from 'node:timers/promises';

/** Wakes one who waits; whoever comes after it has rung does not wait. */
export type Bell = {
  ring(): void;
  /** Resolves when it has rung since it was last waited for, after `withinMs` at the latest. */
  rung(withinMs: number): Promise<void>;
};

export function createBell(): Bell {
  let ringing = new AbortController();
  return {
    ring: () => ringing.abort(),
    async rung(withinMs) {
      await delay(withinMs, undefined, { signal: ringing.signal }).catch(() => undefined);
      ringing = new AbortController();
    },
  };
}
