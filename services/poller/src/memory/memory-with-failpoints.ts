import { RedisError } from '@opencode-commander/queue';
import type { Effect, Failpoints } from '@opencode-commander/service';
import type { PollerMemory } from './poller-memory.ts';

/** The same memory; the notes of what is to be dealt with, and of what was, have failpoints around them. */
export function memoryWithFailpoints(memory: PollerMemory, failpoints: Failpoints): PollerMemory {
  const lost = (message: string) => new RedisError(message);
  const around = <T>(effect: Effect, work: () => Promise<T>) => failpoints.around(effect, work, lost);
  return {
    ...memory,
    addPending: async (places) => {
      // Every tick notes what has changed, which mostly is nothing.
      if (places.length > 0) await around('memory.add_pending', () => memory.addPending(places));
    },
    rememberHandled: (...args) => around('memory.handled', () => memory.rememberHandled(...args)),
    rememberEndedPull: (link) => around('memory.ended_pull', () => memory.rememberEndedPull(link)),
  };
}
