import {
  type Backbone,
  beatService,
  followConfiguration,
  openHostInstances,
  openLastingGitHub,
} from '@opencode-commander/backbone';
import type { Configuration } from '@opencode-commander/config';
import { type DispatcherService, startDispatcher } from '@opencode-commander/dispatcher';
import { type GitHub, GitHubError } from '@opencode-commander/github';
import { type GatewayService, startGateway } from '@opencode-commander/mcp-gateway';
import { type PollerService, startPoller } from '@opencode-commander/poller';
import { checkWritable, type ProcessBeat } from '@opencode-commander/queue';
import { createHealth, createMetrics, type Health, type Logger } from '@opencode-commander/service';
import type { Cli } from './cli.ts';
import { tellIfSlow } from './tell-if-slow.ts';

export type Services = { poller: PollerService; dispatcher: DispatcherService; gateway: GatewayService };

type Wiring = {
  configuration: Configuration;
  log: Logger;
  backbone: Backbone;
  /** Hears the process id of everything the dispatcher starts, as soon as it is. */
  onChild?: (pid: number) => void;
};

/** The three services in this process; each is stopped with the command's stack, the dispatcher first. */
export async function startServices(cli: Cli, wiring: Wiring): Promise<Services> {
  const { configuration, log, backbone, onChild } = wiring;
  const { config } = configuration;
  const { stack, signal } = cli.scope;
  const logs = [log];
  await followConfiguration(configuration, {
    ...{ keyspace: backbone.queues, stack, warn: (err) => log.warn({ err }, err.message) },
    onChange: () => {
      for (const each of logs) each.level = config.log.level;
    },
  });
  const github = openLastingGitHub(config, { stack, keyspace: backbone.queues });
  const asking = refuseWrongToken(github, log);
  await tellIfSlow(cli, `Asking ${config.github.host} who we are …`, asking);
  const common = {
    ...backbone,
    github,
    config,
    configuration,
    metrics: createMetrics(),
    environment: cli.env,
    signal,
  };
  const whole = createHealth();
  const begin = (service: ProcessBeat['service']) => beginService(cli, { ...wiring, service, whole, logs });
  const instances = openHostInstances(config, cli.env);
  // The gateway answers for all of them.
  const gateway = await startGateway({
    ...common,
    ...(await begin('mcp-gateway')),
    instances,
    health: whole,
  });
  stack.defer('the gateway', () => gateway.stop());
  const poller = await startPoller({ ...common, ...(await begin('poller')) });
  stack.defer('the poller', () => poller.stop(), 20_000);
  const dispatcher = await startDispatcher({
    ...common,
    ...(await begin('dispatcher')),
    github: openLastingGitHub(config, { stack, keyspace: backbone.queues, urgent: true }),
    onProgress: cli.say,
    onChild,
  });
  stack.defer('the dispatcher', () => dispatcher.stop(), 20_000);
  return { poller, dispatcher, gateway };
}

/** A health and a log of its own for one of the services, which is said to live from now on. */
async function beginService(
  { scope }: Cli,
  {
    configuration: { config },
    backbone,
    service,
    whole,
    log: ours,
    logs,
  }: Wiring & { service: ProcessBeat['service']; whole: Health; logs: Logger[] },
): Promise<{ health: Health; log: Logger }> {
  const { queues } = backbone;
  const health = createHealth({ partOf: whole });
  health.check('redis', () => checkWritable(queues));
  const log = ours.child({ service });
  logs.push(log);
  await beatService({ ...scope, config, queues, health, log, service, pid: process.pid });
  return { health, log };
}

/** A token that GitHub refuses does not get better by waiting; when GitHub is away, the services start all the same. */
async function refuseWrongToken(github: GitHub, log: Logger): Promise<void> {
  await github.viewer().catch((error: unknown) => {
    if (!(error instanceof GitHubError) || error.kind === 'unauthorized') throw error;
    log.warn({ err: error }, error.message);
  });
}
