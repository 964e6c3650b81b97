import { openConfiguration, Secret } from '@opencode-commander/config';
import { connectGitHub } from '@opencode-commander/github';
import { startGateway } from '@opencode-commander/mcp-gateway';
import { createHealth, createLogger, createMetrics } from '@opencode-commander/service';
import type { Rig } from './rig.ts';

export const GATEWAY_TOKEN = 'a-token-of-the-gateway-0123456789';

/** A gateway over what a rig's commands work on; port 0 takes any free one. */
export async function startGatewayOf(
  { github, store, queues, env, directory }: Rig,
  { port = 0, heartbeatMs = 15_000 }: { port?: number; heartbeatMs?: number } = {},
) {
  const connected = connectGitHub({
    apiUrl: github.apiUrl,
    gitUrl: github.gitUrl,
    auth: { kind: 'token', token: env['COMMANDER_GITHUB_TOKEN'] ?? '' },
    throttle: false,
    markerKey: 'a key that signs nothing',
  });
  const uid = process.getuid?.() ?? 0;
  const host = { cwd: directory, home: directory, uid, hostname: 'gateway' };
  return startGateway({
    configuration: await openConfiguration({ env, ...host }),
    config: {
      mcp: { host: '127.0.0.1', port, boardChanges: false, token: new Secret(GATEWAY_TOKEN) },
      github: { host: new URL(github.url).host, webhookSecret: null },
      models: { allowed: null },
      repos: [],
      redis: { allowVolatile: false },
      budget: { taskUsd: null, repoDayUsd: null, dayUsd: null, maxRounds: 5 },
    },
    store,
    queues,
    github: connected,
    instances: { servers: [], open: () => Promise.reject(new Error('there is none')) },
    log: createLogger({ name: 'gateway', level: 'silent', pretty: false, secrets: [] }),
    health: createHealth(),
    metrics: createMetrics(),
    heartbeatMs,
  });
}

/** What is in the environment of somebody far away: no configuration, no Redis, no token for GitHub. */
export function farAway(rig: Rig, url: string): Record<string, string | undefined> {
  const here = Object.keys(rig.env).filter((name) => name.startsWith('COMMANDER_'));
  return {
    ...Object.fromEntries(here.map((name) => [name, undefined])),
    XDG_CONFIG_HOME: '/nowhere',
    HOME: '/nowhere',
    USER: 'maria',
    COMMANDER_URL: url,
    COMMANDER_TOKEN: GATEWAY_TOKEN,
  };
}
