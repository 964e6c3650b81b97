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
  OC_CONFIG: '%E/opencode-commander',
  OC_UID: '%U',
  OC_GID: '%G',
  OC_DIRECTORY: '%DIRECTORY%',
  OC_PODMAN_SOCKET: '%t/podman/podman.sock',
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

it.each(SERVICES)('names %s, and starts it with its user and again when it ends', async (name) => {
  const unit = readUnit(await read(`opencode-commander-${name}.container`));
  expect(keysOf(unit, 'Install')).toEqual({ WantedBy: ['default.target'] });
  // Podman has to take the container away within it.
  const always = { Restart: ['always'], TimeoutStopSec: ['60'] };
  const directories = [`mkdir --parents --mode=700 ${DATA} ${RUN}`];
  expect(keysOf(unit, 'Service')).toEqual(
    name === 'redis' ? always : { ...always, RestartPreventExitStatus: ['4'], ExecStartPre: directories },
  );
  expect(unit.get('Container')?.get('ContainerName')).toEqual([`opencode-commander-${name}`]);
  expect(unit.get('Container')?.get('Network')).toEqual(['opencode-commander.network']);
  expect(unit.get('Container')?.get('UserNS')).toEqual(name === 'redis' ? undefined : ['keep-id']);
});

it.each(SERVICES)('starts %s after what it cannot work without', async (name) => {
  const { Description: _, ...others } = keysOf(
    readUnit(await read(`opencode-commander-${name}.container`)),
    'Unit',
  );
  const redis = 'opencode-commander-redis.service';
  const socket = 'podman.socket';
  if (name === 'redis') expect(others).toEqual({});
  else if (name === 'dispatcher')
    expect(others).toEqual({ Wants: [redis], Requires: [socket], After: [redis, socket] });
  else expect(others).toEqual({ Wants: [redis], After: [redis] });
});

function keysOf(unit: ReturnType<typeof readUnit>, section: string) {
  return Object.fromEntries(unit.get(section) ?? []);
}

/** What is different on purpose. */
function wanted(name: string, composed: Container): Container {
  if (name === 'redis') return { ...composed, mounts: composed.mounts.map(volumeOfQuadlet).toSorted() };
  const { health, environment } = composed;
  return {
    ...composed,
    // Nobody looks for it.
    alias: null,
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
