import type { Host } from './host.ts';
import { checkProgram } from './program.ts';
import { ok, type Requirement, type Verdict } from './requirement.ts';

const DOCKERD = {
  name: 'dockerd',
  floor: '20.10',
  packages: { apt: ['docker.io'], dnf: ['moby-engine'], pacman: ['docker'] },
};
const COMPOSE = {
  name: 'docker-compose',
  floor: '1.29',
  packages: { apt: ['docker-compose'], dnf: ['docker-compose'], pacman: ['docker-compose'] },
};

/** A daemon of the test's own runs the services in it, as compose.yaml has them. */
export const DOCKER = whereItMayRun('dockerd', (host) => checkProgram(host, DOCKERD));

/** Either as a program or, in its second version, as a part of Docker's own. */
export const DOCKER_COMPOSE = whereItMayRun('docker-compose', async (host) => {
  const part = await host.run(['docker', 'compose', 'version']);
  if (part.status === 'ended' && part.code === 0) return ok('comes with docker');
  return checkProgram(host, COMPOSE);
});

/** Only root starts a dockerd, and only on Linux: elsewhere the test of compose.yaml is skipped, and says so. */
function whereItMayRun(name: string, check: (host: Host) => Promise<Verdict>): Requirement {
  const isOfUse = ({ platform, uid }: Host) => platform === 'linux' && uid === 0;
  return {
    name,
    check: async (host) => (isOfUse(host) ? check(host) : ok('not needed: this user cannot start one')),
  };
}
