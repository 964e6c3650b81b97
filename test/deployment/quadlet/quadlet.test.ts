import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readUnit } from '../read-unit.ts';
import type { Container } from './container.ts';
import { readCompose } from './read-compose.ts';
import { readQuadlet } from './read-quadlet.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DIRECTORY = join(ROOT, 'units/quadlet');
const SERVICES = ['redis', 'poller', 'dispatcher', 'mcp-gateway'];

/** What .env would say for a user's own Podman. */
const VARIABLES = {
  COMMANDER_CONFIG: '%E/opencode-commander',
  COMMANDER_UID: '%U',
  COMMANDER_GID: '%G',
  COMMANDER_DIRECTORY: '%DIRECTORY%',
  PODMAN_SOCKET: '%t/podman/podman.sock',
};
const DATA = '%h/.local/share/opencode-commander';
const RUN = '%t/opencode-commander';

let compose: Map<string, Container>;
beforeAll(async () => {
  compose = readCompose(await readFile(join(ROOT, 'compose.yaml'), 'utf8'), VARIABLES);
});

const read = (name: string) => readFile(join(DIRECTORY, name), 'utf8');

it('has a file for each service that compose runs without a profile, its network and its volume', async () => {
  expect([...compose.keys()].toSorted()).toEqual(SERVICES.toSorted());
  const files = SERVICES.map((name) => `opencode-commander-${name}.container`);
  const wanted = [...files, 'opencode-commander.network', 'opencode-commander-redis.volume'];
  expect((await readdir(DIRECTORY)).toSorted()).toEqual(wanted.toSorted());
});

it.each(SERVICES)('runs %s as compose does', async (name) => {
  const container = readQuadlet(await read(`opencode-commander-${name}.container`));
  const expected = compose.get(name);
  expect(container).toEqual(expected && wanted(name, expected));
});

it.each(SERVICES)(
  'starts %s with its user, again when it ends, and after its directories are there',
  async (name) => {
    const unit = readUnit(await read(`opencode-commander-${name}.container`));
    expect(unit.get('Install')?.get('WantedBy')).toEqual(['default.target']);
    const service = unit.get('Service');
    expect(service?.get('Restart')).toEqual(['always']);
    // Podman has to take the container away within it.
    expect(Number(service?.get('TimeoutStopSec')?.at(-1))).toBeGreaterThanOrEqual(60);
    const container = unit.get('Container');
    expect(container?.get('Network')).toEqual(['opencode-commander.network']);
    if (name === 'redis') return;
    expect(service?.get('ExecStartPre')).toEqual([`mkdir --parents --mode=700 ${DATA} ${RUN}`]);
    expect(container?.get('UserNS')).toEqual(['keep-id']);
  },
);

/** What is different on purpose. */
function wanted(name: string, composed: Container): Container {
  if (name === 'redis') return { ...composed, mounts: composed.mounts.map(volumeOfQuadlet).toSorted() };
  const { health, environment } = composed;
  return {
    ...composed,
    // What Podman has built itself is of no registry.
    image: `localhost/${composed.image}`,
    // The host's name tells dispatchers of several hosts apart; all of compose's are on one.
    hostname: composed.hostname && '%H',
    environment: Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, inTwoDirectories(value)]),
    ),
    // A user has a place for data and another one for sockets.
    mounts: composed.mounts
      .flatMap((mount) =>
        mount === '%DIRECTORY%:%DIRECTORY%' ? [`${DATA}:${DATA}`, `${RUN}:${RUN}`] : [mount],
      )
      .toSorted(),
    // Quadlet takes away a quote that stands last.
    health: { ...health, command: `${health.command} || exit 1` },
  };
}

function inTwoDirectories(value: string): string {
  return value.replace('%DIRECTORY%/data', DATA).replace('%DIRECTORY%/run', RUN);
}

function volumeOfQuadlet(mount: string): string {
  return mount.replace(/^redis:/, 'opencode-commander-redis.volume:');
}
