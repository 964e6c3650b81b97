import {
  applyOverrides,
  type Backbone,
  openBackbone,
  openHostInstances,
  requireCredentials,
} from '@opencode-commander/backbone';
import type { Config } from '@opencode-commander/config';
import { createControl, type GitHubSource, type OperationControl } from '@opencode-commander/control';
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
  const control = createControl({
    store,
    queues,
    now: cli.now,
    config,
    configuration,
    github: askedWithCredentials(config, github),
    instances: openHostInstances(config, cli.env),
  });
  const by = cli.user || 'cli';
  return { config, backbone, control: { ...control, by } };
}

/** What is asked of GitHub without a token fails for reasons that do not name it. */
function askedWithCredentials(config: Config, github: GitHubSource): GitHubSource {
  const asked = async () => {
    requireCredentials(config);
    return github;
  };
  return {
    getIssue: async (...issue) => (await asked()).getIssue(...issue),
    getRepository: async (name) => (await asked()).getRepository(name),
    openIssue: async (...wanted) => (await asked()).openIssue(...wanted),
    viewer: async () => (await asked()).viewer(),
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
