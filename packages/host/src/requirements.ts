import { REDIS_FLOOR } from '@opencode-commander/queue';
import { EXIT_CODES } from '@opencode-commander/task';
import { DOCKER, DOCKER_COMPOSE } from './docker.ts';
import { IMAGE_BASE } from './image-base.ts';
import { PODMAN } from './podman.ts';
import { program } from './program.ts';
import { ok, type Requirement, trouble } from './requirement.ts';
import { isAtLeast } from './version.ts';

const NODE_FLOOR = '20.19';

const NODE: Requirement = {
  name: 'Node',
  check: async ({ nodeVersion }) =>
    isAtLeast(nodeVersion, NODE_FLOOR)
      ? ok(nodeVersion)
      : trouble(`Node ${nodeVersion} is too old`, { advice: `install Node ${NODE_FLOOR} or newer` }),
};

const GIT = program({
  name: 'git',
  floor: '2.31',
  packages: { apt: ['git'], dnf: ['git'], pacman: ['git'], brew: ['git'] },
});

const REDIS: Requirement = {
  ...program({
    name: 'redis-server',
    floor: REDIS_FLOOR,
    packages: { apt: ['redis-server'], dnf: ['redis'], pacman: ['valkey'], brew: ['redis'] },
  }),
  exitCode: EXIT_CODES.redis,
};

/** In it the command line is tested as people see it. */
const TMUX = program({
  name: 'tmux',
  floor: '3.0',
  packages: { apt: ['tmux'], dnf: ['tmux'], pacman: ['tmux'], brew: ['tmux'] },
  versionFlag: '-V',
});

/** It looks at the pages as people do. */
const CHROMIUM = program({
  name: 'chromium',
  floor: '110',
  packages: { apt: ['chromium'], dnf: ['chromium'], pacman: ['chromium'] },
});

/** It evaluates the flake. */
const NIX = program({
  name: 'nix-instantiate',
  floor: '2.8',
  packages: { apt: ['nix-bin'], dnf: ['nix'], pacman: ['nix'] },
});

/** Everything the host must have to run agents. */
export const HOST_REQUIREMENTS: readonly Requirement[] = [NODE, GIT, REDIS, PODMAN, IMAGE_BASE];

/** With what only this repository's tests need. */
export const TEST_REQUIREMENTS: readonly Requirement[] = [
  ...HOST_REQUIREMENTS,
  TMUX,
  CHROMIUM,
  NIX,
  DOCKER,
  DOCKER_COMPOSE,
];
