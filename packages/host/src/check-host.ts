import type { Host } from './host.ts';
import { HostError } from './host-error.ts';
import { type HostSettings, hostRequirements } from './host-requirements.ts';
import type { Verdict } from './requirement.ts';

/** Looks, in a fraction of a second, whether agents can run here; installs nothing. Throws HostError. */
export async function checkHost(host: Host, settings: HostSettings): Promise<void> {
  const verdicts = await Promise.all(
    hostRequirements(settings).map(async ({ exitCode, check }) => ({ exitCode, verdict: await check(host) })),
  );
  const troubles = verdicts.flatMap(({ exitCode, verdict }) =>
    verdict.status === 'trouble' ? [{ exitCode, text: describe(verdict) }] : [],
  );
  const [first] = troubles;
  if (first === undefined) return;
  throw new HostError(troubles.map(({ text }) => text).join('; '), first.exitCode);
}

function describe({ reason, remedy }: Extract<Verdict, { status: 'trouble' }>): string {
  if (remedy === null) return reason;
  const advice = 'advice' in remedy ? remedy.advice : 'commander doctor says how to install it';
  return `${reason}: ${advice}`.replace(/\s+/g, ' ');
}
