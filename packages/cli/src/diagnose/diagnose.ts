import type { Config } from '@opencode-commander/config';
import {
  doctor,
  HOST_REQUIREMENTS,
  type Host,
  HostError,
  hostRequirements,
  type Requirement,
  thisHost,
} from '@opencode-commander/host';
import { EXIT_CODES, type ExitCode } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { tellIfSlow } from '../tell-if-slow.ts';
import { installationFindings } from './installation-findings.ts';
import { readConfiguration } from './read-configuration.ts';
import { gatewayPort } from './require-gateway-port.ts';
import { gitHubAccess } from './require-github.ts';
import { modelProviders } from './require-models.ts';
import { podmanFindings } from './require-podman.ts';
import { redisServer } from './require-redis.ts';

/**
 * `commander doctor`: looks at everything there is to look at; of an installation far away at what can be seen from here. Throws HostError when something is missing.
 */
export async function diagnose(cli: Cli, json: boolean): Promise<void> {
  const code = await tellIfSlow(cli, 'Looking around …', lookAround(cli, json));
  if (code !== EXIT_CODES.ok) throw new HostError('something is missing: see what doctor printed', code);
}

async function lookAround(cli: Cli, json: boolean): Promise<ExitCode> {
  const host = thisHost(process);
  const requirements = await (cli.url() === null ? lookHere(cli, host) : installationFindings(cli));
  return doctor({ host, requirements, json, write: cli.print });
}

async function lookHere(cli: Cli, host: Host): Promise<Requirement[]> {
  const { config, requirements } = await readConfiguration(cli);
  const others = config === null ? HOST_REQUIREMENTS : await requirementsOf(cli, { config, host });
  return [...requirements, ...others];
}

/** Looked at from this host by itself. */
const SEEN_HERE = { seen: ['GitHub'], seenInPart: ['Redis'] };

async function requirementsOf(
  cli: Cli,
  { config, host }: { config: Config; host: Host },
): Promise<Requirement[]> {
  const redis = redisServer(config);
  const verdict = await redis.check(host);
  // What the installation shares can only be seen where Redis can be used.
  const shared = verdict.status === 'ok' ? await installationFindings(cli, SEEN_HERE) : [];
  return [
    ...hostRequirements(config),
    ...(await podmanFindings(config, cli.env)),
    { ...redis, check: async () => verdict },
    gitHubAccess(config, cli.scope.signal),
    modelProviders(config),
    gatewayPort(config.mcp),
    ...shared,
  ];
}
