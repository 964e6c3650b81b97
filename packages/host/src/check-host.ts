import type { Config } from '@opencode-commander/config';
import { EXIT_CODES, type ExitCode } from '@opencode-commander/task';
import { agentImage, HOST_REQUIREMENTS, type Host, type Requirement, type Verdict } from './index.ts';
import { UnfitHostError } from './unfit-host-error.ts';

type Settings = {
  containers: Pick<Config['containers'], 'socket' | 'image'>;
  redis: Pick<Config['redis'], 'url'>;
};

/** Looks, in a fraction of a second, whether agents can run here; installs nothing. Throws UnfitHostError. */
export async function checkHost(host: Host, settings: Settings): Promise<void> {
  const verdicts = await Promise.all(
    hostRequirements(settings).map(async ({ name, check }) => ({ name, verdict: await check(host) })),
  );
  const troubles = verdicts.flatMap(({ name, verdict }) =>
    verdict.status === 'trouble' ? [{ name, text: describe(verdict) }] : [],
  );
  const [first] = troubles;
  if (first === undefined) return;
  throw new UnfitHostError(troubles.map(({ text }) => text).join('; '), exitCodeOf(first.name));
}

/** What the host itself must have under these settings: what is configured to be elsewhere need not be here. */
export function hostRequirements({ containers: { socket, image }, redis }: Settings): readonly Requirement[] {
  const elsewhere = new Set([
    ...(redis.url === null ? [] : ['redis-server']),
    ...(socket === null ? [] : ['podman']),
    ...(socket === null && image === null ? [] : ['image base']),
  ]);
  const own = HOST_REQUIREMENTS.filter(({ name }) => !elsewhere.has(name));
  return image === null ? own : [...own, agentImage({ image, socket })];
}

function describe({ reason, remedy }: Extract<Verdict, { status: 'trouble' }>): string {
  const advice = 'advice' in remedy ? remedy.advice : 'commander doctor says how to install it';
  return `${reason}: ${advice}`.replace(/\s+/g, ' ');
}

const EXIT_CODE_OF: Readonly<Record<string, ExitCode>> = {
  podman: EXIT_CODES.container,
  'image base': EXIT_CODES.container,
  'agent image': EXIT_CODES.container,
  'redis-server': EXIT_CODES.redis,
};

function exitCodeOf(name: string): ExitCode {
  return EXIT_CODE_OF[name] ?? EXIT_CODES.configuration;
}
