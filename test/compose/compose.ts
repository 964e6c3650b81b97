import { DOCKER } from './docker.ts';

/** The services of the demo. */
export const DEMO_SERVICES = ['dispatcher', 'mcp-gateway', 'poller', 'redis', 'simulators'];

/** A command that reads compose.yaml. */
export type Compose = {
  /** What its command line begins with. */
  command: [string, ...string[]];
  engine: 'docker' | 'podman';
  /** Whether it can be told of another file than `.env` with `--env-file`. */
  hasEnvFile: boolean;
  /** Whether it takes the network away at the end. */
  removesNetwork: boolean;
  /** What starts the demo, what a second dispatcher beside it, and what ends both. */
  up: string;
  scale: string;
  down: string;
};

const BY_PROFILE = {
  hasEnvFile: true,
  removesNetwork: true,
  up: '--profile demo up --detach',
  scale: '--profile scale up --detach',
  down: '--profile demo --profile scale down --volumes',
};

export const COMPOSES: Readonly<Record<string, Compose>> = {
  'docker-compose': { command: ['docker-compose'], engine: 'docker', ...BY_PROFILE },
  'docker compose': { command: [DOCKER, 'compose'], engine: 'docker', ...BY_PROFILE },
  'podman-compose': {
    command: ['podman-compose'],
    engine: 'podman',
    hasEnvFile: false,
    removesNetwork: false,
    up: 'up --detach redis poller dispatcher mcp-gateway simulators',
    scale: 'up --detach dispatcher-2',
    down: 'down --volumes',
  },
};

/** The one of a name, which the variable COMPOSE gives to the test. */
export function composeOf(name: string): Compose {
  const compose = COMPOSES[name];
  if (!compose) throw new Error(`COMPOSE is ${name}, which is none of ${Object.keys(COMPOSES).join(', ')}`);
  return compose;
}
