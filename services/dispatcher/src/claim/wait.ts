import type { WaitsFor } from '@opencode-commander/task';

/** Why a task does not run now, in what the record and the job say of it. */
export type Wait = { waitsFor: WaitsFor; untilMs: number; message: string };

/** The wait for a provider whose quota is used up until then. */
export function providerWait(provider: string, untilMs: number): Wait {
  const until = new Date(untilMs).toISOString();
  return {
    waitsFor: { kind: 'provider', provider, until },
    untilMs,
    message: `the quota of ${provider} is used up until ${until}`,
  };
}
