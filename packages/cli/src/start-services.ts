import { type Backbone, openLastingGitHub } from '@opencode-commander/backbone';
import type { Config } from '@opencode-commander/config';
import { type DispatcherService, startDispatcher } from '@opencode-commander/dispatcher';
import { type GitHub, GitHubError } from '@opencode-commander/github';
import { type GatewayService, startGateway } from '@opencode-commander/mcp-gateway';
import { type PollerService, startPoller } from '@opencode-commander/poller';
import { checkWritable } from '@opencode-commander/queue';
import { createHealth, createMetrics, type Logger } from '@opencode-commander/service';
import type { Cli } from './cli.ts';
import { tellIfSlow } from './tell-if-slow.ts';

export type Services = { poller: PollerService; dispatcher: DispatcherService; gateway: GatewayService };

type Wiring = {
  config: Config;
  log: Logger;
  backbone: Backbone;
  /** Hears the process id of everything the dispatcher starts, as soon as it is. */
  onChild?: (pid: number) => void;
};

/** The three services in this process; each is stopped with the command's stack, the dispatcher first. */
export async function startServices(cli: Cli, wiring: Wiring): Promise<Services> {
  const { config, log, backbone, onChild } = wiring;
  const { stack, signal } = cli.scope;
  const health = createHealth();
  health.check('redis', () => checkWritable(backbone.queues));
  const github = openLastingGitHub(config, { stack, keyspace: backbone.queues });
  const asking = refuseWrongToken(github, log);
  await tellIfSlow(cli, `Asking ${config.github.host} who we are …`, asking);
  const common = {
    ...backbone,
    github,
    config,
    health,
    metrics: createMetrics(),
    environment: cli.env,
    signal,
  };
  const gateway = await startGateway({ ...common, log: log.child({ service: 'mcp-gateway' }) });
  stack.defer('the gateway', () => gateway.stop());
  const poller = await startPoller({ ...common, log: log.child({ service: 'poller' }) });
  stack.defer('the poller', () => poller.stop(), 20_000);
  const dispatcher = await startDispatcher({
    ...common,
    github: openLastingGitHub(config, { stack, keyspace: backbone.queues, urgent: true }),
    log: log.child({ service: 'dispatcher' }),
    onProgress: cli.say,
    onChild,
  });
  stack.defer('the dispatcher', () => dispatcher.stop(), 20_000);
  return { poller, dispatcher, gateway };
}

/** A token that GitHub refuses does not get better by waiting; when GitHub is away, the services start all the same. */
async function refuseWrongToken(github: GitHub, log: Logger): Promise<void> {
  await github.viewer().catch((error: unknown) => {
    if (!(error instanceof GitHubError) || error.kind === 'unauthorized') throw error;
    log.warn({ err: error }, error.message);
  });
}
