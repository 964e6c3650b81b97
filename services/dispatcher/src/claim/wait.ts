import type { ProviderPause } from '@opencode-commander/queue';
import type { Pause, WaitsFor } from '@opencode-commander/task';

/** Why a task does not run now, in what the record and the job say of it, and in how many ms it is looked at again. */
export type Wait = { waitsFor: WaitsFor; forMs: number; message: string };

/** The wait for a provider whose quota is used up. */
export function providerWait({ provider, forMs, untilMs }: ProviderPause): Wait {
  const until = new Date(untilMs).toISOString();
  return {
    waitsFor: { kind: 'provider', provider, until },
    forMs,
    message: `the quota of ${provider} is used up until ${until}`,
  };
}

/** Whoever sees a pause lifted calls those who wait before that. */
const LOOK_FOR_PAUSE_MS = 60_000;

/** The wait until people resume what they have paused. */
export function pauseWait({ scope, reason }: Pause): Wait {
  const name = scope.of === 'all' ? null : scope.name;
  return {
    waitsFor: { kind: 'pause', of: scope.of, name, reason },
    forMs: LOOK_FOR_PAUSE_MS,
    message: `${name ?? 'everything'} is paused${reason === null ? '' : `: ${reason}`}`,
  };
}
