import { JobInterrupted, StaleEpochError, TaskNotFoundError } from '@opencode-commander/queue';
import { isRedisFault } from '../is-redis-fault.ts';
import { LetGo } from '../let-go.ts';

/**
 * What becomes of a run's container: it goes, unless somebody takes the task up again. `leave` and `stop` keep it, running
 * or with its disk only; `yield` leaves it to whoever has the task now.
 */
export type Fate = 'remove' | 'leave' | 'stop' | 'yield';

/** What an error that ends a run means for its container. */
export function fateOf(error: unknown): Fate {
  if (error instanceof StaleEpochError || error instanceof TaskNotFoundError) return 'yield';
  if (isRedisFault(error)) return 'yield';
  // Whoever comes after it finds the agent at work.
  if (error instanceof JobInterrupted) return error.interruption === 'shutdown' ? 'leave' : 'yield';
  if (!(error instanceof LetGo)) return 'remove';
  switch (error.letting.why) {
    case 'asked':
      return 'leave';
    case 'preempted':
    case 'waits':
      return 'stop';
    case 'taken':
      return 'yield';
  }
}
