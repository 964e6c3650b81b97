import {
  applyOverrides,
  type Backbone,
  openBackbone,
  openHostInstances,
  requireCredentials,
} from '@opencode-commander/backbone';
import type { Config } from '@opencode-commander/config';
import {
  blockedNames,
  issueOpener,
  issueReader,
  type OperationControl,
  repositoryReader,
} from '@opencode-commander/control';
import type { Cli, Starting } from './cli.ts';
import { tellIfSlow } from './tell-if-slow.ts';

/** What a command that asks or tells something works with. */
export type Opened = { config: Config; backbone: Backbone; control: OperationControl };

/** Reads the configuration and connects to Redis; all of it ends with the command. Throws ConfigError, RedisError. */
export async function openControl(cli: Cli, starting: Starting = {}): Promise<Opened> {
  const configuration = await cli.configuration(starting);
  const { config } = configuration;
  const warn = sayOnce(cli);
  const backbone = await tellIfSlow(
    cli,
    'Connecting to Redis …',
    openBackbone(config, { ...cli.scope, ...starting, warn }),
  );
  const { store, queues, github } = backbone;
  await applyOverrides(configuration, { keyspace: queues, warn });
  const { host } = config.github;
  const readers = readersOf(config, github);
  const instances = openHostInstances(config, cli.env);
  // The person at the terminal, as the host knows them.
  const by = cli.env['USER'] || 'cli';
  const control = {
    store,
    queues,
    now: cli.now,
    host,
    ...readers,
    configuration,
    instances,
    by,
    allowVolatile: config.redis.allowVolatile,
    blockedRepositories: () => blockedNames(config.repos),
    allowedModels: () => config.models.allowed,
    budget: () => config.budget,
  };
  return { config, backbone, control };
}

/** What is asked of GitHub without a token fails for reasons that do not name it. */
function readersOf(
  config: Config,
  github: Backbone['github'],
): Pick<OperationControl, 'readIssue' | 'readRepository' | 'openIssue' | 'viewer'> {
  return {
    readIssue: async (issue) => {
      requireCredentials(config);
      return issueReader(github)(issue);
    },
    readRepository: async (name) => {
      requireCredentials(config);
      return repositoryReader(github)(name);
    },
    openIssue: async (wanted) => {
      requireCredentials(config);
      return issueOpener(github)(wanted);
    },
    viewer: async () => {
      requireCredentials(config);
      return github.viewer();
    },
  };
}

/** A connection that is lost complains with every attempt to get it back. */
function sayOnce({ say }: Cli): (error: Error) => void {
  let last = '';
  return ({ message }) => {
    if (message !== last) say(message);
    last = message;
  };
}
