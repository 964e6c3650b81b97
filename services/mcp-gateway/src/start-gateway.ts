import { type Config, secretValues } from '@opencode-commander/config';
import { createControl, HEARTBEAT_MS, type OperationControl } from '@opencode-commander/control';
import type { GitHub } from '@opencode-commander/github';
import type { Queues, TaskStore } from '@opencode-commander/queue';
import {
  createRedactor,
  type Health,
  type Logger,
  listenError,
  type Metrics,
  type Service,
} from '@opencode-commander/service';
import type { Instances } from '@opencode-commander/task';
import { buildGateway } from './build-gateway.ts';
import { createFollowers } from './followers.ts';
import { gatewayAddress } from './gateway-address.ts';

export type GatewayOptions = {
  /** No secret in it is ever shown. */
  config: {
    mcp: Config['mcp'];
    github: Pick<Config['github'], 'host' | 'webhookSecret'>;
    models: Pick<Config['models'], 'allowed'>;
    budget: Config['budget'];
    repos: Config['repos'];
    redis: Pick<Config['redis'], 'allowVolatile'>;
  };
  configuration: OperationControl['configuration'];
  store: TaskStore;
  queues: Queues;
  github: GitHub;
  /** Anything that serves opencode's API, as far as this process reaches it. */
  instances: Instances;
  log: Logger;
  health: Health;
  metrics: Metrics;
  now?: () => Date;
  /** How often streams of events show that they live, in ms. */
  heartbeatMs?: number;
  /** How often pages look for changes, in ms. */
  refreshMs?: number;
  /** How many may follow logs at once. */
  maxFollowers?: number;
  /** How many pages may be live at once. */
  maxViewers?: number;
};

export type GatewayService = Service & {
  /** Where it listens, such as `http://127.0.0.1:7070`. */
  url: string;
  /** The first page's address, with the token that logs a browser in: for the person at the terminal only. */
  pagesUrl: string;
};

const REFRESH_MS = 1_000;
/** Each holds memory, and a connection of its client. */
const MAX_FOLLOWERS = 1_000;
/** Each is rendered once a second. */
const MAX_VIEWERS = 300;

/** Builds the gateway and listens; port 0 takes any free one. Throws ListenError. */
export async function startGateway(options: GatewayOptions): Promise<GatewayService> {
  const {
    config,
    configuration,
    store,
    queues,
    github,
    instances,
    log,
    health,
    metrics,
    heartbeatMs = HEARTBEAT_MS,
    refreshMs = REFRESH_MS,
    maxFollowers = MAX_FOLLOWERS,
    maxViewers = MAX_VIEWERS,
    now = () => new Date(),
  } = options;
  const control = createControl({ store, queues, now, config, configuration, github, instances });
  const redactor = createRedactor(secretValues(config));
  const followers = createFollowers(maxFollowers, 'logs');
  const viewers = createFollowers(maxViewers, 'pages');
  const streams = { heartbeatMs, refreshMs, followers, viewers };
  const app = await buildGateway({ config, control, log, redactor, health, metrics, ...streams });
  const { host, port, token } = config.mcp;
  try {
    const url = await app.listen({ host, port });
    log.info({ url }, 'the gateway listens');
    return {
      url,
      pagesUrl: `${url}/?token=${encodeURIComponent(token.reveal())}`,
      stop: () => app.close(),
    };
  } catch (cause) {
    await app.close();
    throw listenError(gatewayAddress(config), cause);
  }
}
