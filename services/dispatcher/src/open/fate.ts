import { JobInterrupted, StaleEpochError } from '@opencode-commander/queue';
import { LetGo } from '../let-go.ts';

/**
 * What becomes of a run's container and quarantine: they go, unless somebody takes the task up again. `leave` and `stop` keep
 * both, the container running or with its disk only; `yield` leaves them to whoever has the task now.
 */
export type Fate = 'remove' | 'leave' | 'stop' | 'yield';

/** What an error that ends a run means for its container. */
export function fateOf(error: unknown): Fate {
  if (error instanceof StaleEpochError) return 'yield';
  if (error instanceof JobInterrupted) return error.interruption === 'shutdown' ? 'stop' : 'yield';
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
