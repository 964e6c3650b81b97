import type { Config, GitHubAuth, InstanceConfig, ModelPrice, Provider, RepositoryConfig } from './config.ts';
import type { Document } from './document/document.ts';
import { standardBaseUrl } from './providers.ts';
import type { Secrets } from './read-secrets.ts';
import { redisUrl } from './redis-url.ts';
import type { FileValues } from './schema/schema.ts';
import type { Secret } from './secret.ts';

export type Parts = {
  values: FileValues;
  secrets: Secrets;
  /** What is made or found on the host rather than written. */
  host: { dataDir: string; runDir: string; hostName: string; socket: string | null };
  kept: { markerKey: Secret; mcpToken: Secret };
  /** Where each value came from. */
  document: Document;
};

/** The configuration as programs read it. */
export function assemble({ values, secrets, host, kept, document }: Parts): Config {
  const { publish, mcp, health, timeouts, budget } = values;
  return {
    dataDir: host.dataDir,
    runDir: host.runDir,
    hostName: host.hostName,
    log: values.log,
    github: github(values.github, secrets),
    redis: {
      url: secrets.redisUrl && redisUrl(secrets.redisUrl, secrets.redisPassword),
      prefix: values.redis.prefix,
      waitMs: values.redis.wait,
      allowVolatile: values.redis.allow_volatile,
    },
    containers: containers(values.containers, host.socket),
    agent: values.agent,
    publish: {
      protectedPaths: publish.protected_paths,
      deleteMergedBranches: publish.delete_merged_branches,
    },
    timeouts: {
      criticalMs: timeouts.critical,
      highMs: timeouts.high,
      mediumMs: timeouts.medium,
      lowMs: timeouts.low,
      stuckMs: timeouts.stuck,
      devShellMs: timeouts.dev_shell,
      humanMs: timeouts.human,
    },
    budget: {
      taskUsd: budget.task_usd,
      repoDayUsd: budget.repo_day_usd,
      dayUsd: budget.day_usd,
      maxRounds: budget.max_rounds,
    },
    models: values.models,
    llm: providers(values.llm, secrets),
    mcp: { host: mcp.host, port: mcp.port, token: kept.mcpToken, boardChanges: mcp.board_changes },
    health: { host: health.host, pollerPort: health.poller_port, dispatcherPort: health.dispatcher_port },
    repos: values.repo.map((repo, i) => ({
      ...repository(repo, { protectedPaths: publish.protected_paths, nix: values.containers.nix }),
      served: !repo.blocked && document.originOf(['repo', i, 'name']).kind !== 'runtime',
    })),
    instances: values.instance.map((each, i) => instance(each, secrets.passwords.get(i) ?? null)),
    markerKey: kept.markerKey,
  };
}

function github(values: FileValues['github'], secrets: Secrets): Config['github'] {
  const host = values.host.toLowerCase();
  const apiUrl = host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`;
  return {
    host,
    apiUrl: values.api_url ?? apiUrl,
    gitUrl: values.git_url ?? `https://${host}`,
    auth: auth(values.app_id, secrets),
    webhookSecret: secrets.webhookSecret,
    pollIntervalMs: values.poll_interval,
    topic: values.topic,
    triggerLabel: values.trigger_label,
    trustedUsers: values.trusted_users,
    trustedBots: values.trusted_bots,
    throttle: values.throttle,
  };
}

function auth(appId: number | null, { token, privateKey }: Secrets): GitHubAuth {
  if (appId !== null && privateKey) return { kind: 'app', appId, privateKey };
  return token ? { kind: 'token', token } : null;
}

function containers(values: FileValues['containers'], socket: string | null): Config['containers'] {
  return {
    socket,
    maxConcurrent: values.max_concurrent,
    cpuLimit: values.cpu_limit,
    memoryLimitBytes: values.memory_limit,
    minFreeDiskBytes: values.min_free_disk,
    minFreeMemoryBytes: values.min_free_memory,
    pidsLimit: values.pids_limit,
    image: values.image,
    nix: values.nix,
    egressAllow: values.egress_allow,
    runtime: values.runtime,
    maxPushBytes: values.max_push_bytes,
    maxFileBytes: values.max_file_bytes,
    keepWarmMs: values.keep_warm,
  };
}

function providers(values: FileValues['llm'], { apiKeys }: Secrets): Record<string, Provider> {
  const entries = Object.entries(values).map(([name, { base_url, npm, models, prices }]) => {
    const baseUrl = base_url ?? standardBaseUrl(name) ?? '';
    const provider = { baseUrl, apiKey: apiKeys.get(name) ?? null, npm, models };
    return [name, prices.length === 0 ? provider : { ...provider, prices: pricesOf(prices) }] as const;
  });
  return Object.fromEntries(entries);
}

function pricesOf(prices: readonly string[]): Record<string, ModelPrice> {
  const entries = prices.map((price) => {
    const [model = '', input, output] = price.split(/[=/](?=[\d.]+(?:\/[\d.]+)?$)/);
    return [model, { input: Number(input), output: Number(output) }] as const;
  });
  return Object.fromEntries(entries);
}

function repository(
  values: FileValues['repo'][number],
  { protectedPaths, nix }: Pick<RepositoryConfig, 'protectedPaths' | 'nix'>,
): Omit<RepositoryConfig, 'served'> {
  return {
    name: values.name,
    setup: values.setup,
    image: values.image,
    nix: values.nix ?? nix,
    protectedPaths: values.protected_paths ?? protectedPaths,
    maxConcurrent: values.max_concurrent,
    blocked: values.blocked,
  };
}

function instance(values: FileValues['instance'][number], password: Secret | null): InstanceConfig {
  const { name, url, username, projects_path } = values;
  return { name, url, username, password, projectsPath: projects_path };
}
