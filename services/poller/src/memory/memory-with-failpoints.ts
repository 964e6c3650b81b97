import { RedisError } from '@opencode-commander/queue';
import type { Failpoints } from '@opencode-commander/service';
import type { PollerMemory } from './poller-memory.ts';

/** The same memory; the note that something was dealt with has failpoints around it. */
export function memoryWithFailpoints(memory: PollerMemory, failpoints: Failpoints): PollerMemory {
  const lost = (message: string) => new RedisError(message);
  return {
    ...memory,
    rememberHandled: (...args) =>
      failpoints.around('memory.handled', () => memory.rememberHandled(...args), lost),
  };
}
