import type { ProviderPause } from '@opencode-commander/queue';
import type { WaitsFor } from '@opencode-commander/task';

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
