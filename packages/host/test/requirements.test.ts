import { expect, it } from 'vitest';
import { DOCKER, DOCKER_COMPOSE } from '../src/docker.ts';
import { IMAGE_BASE } from '../src/image-base.ts';
import type { Host, Requirement } from '../src/index.ts';
import { PODMAN } from '../src/podman.ts';
import { HOST_REQUIREMENTS, TEST_REQUIREMENTS } from '../src/requirements.ts';
import { isAtLeast } from '../src/version.ts';
import { fakeHost } from './fake-host.ts';

const REFUSED = { code: 126, output: 'time=now\nError: cgroups in hybrid mode not supported\n' };

it.each([
  ['podman is missing', PODMAN, fakeHost({}), 'podman is not installed'],
  [
    'podman is old',
    PODMAN,
    fakeHost({ 'podman --version': 'podman version 4.2.0' }),
    'podman 4.2.0 is too old',
  ],
  [
    'its runtime refuses and runc is not there',
    PODMAN,
    fakeHost({ 'podman --version': 'podman version 4.3.1', 'podman ': REFUSED }),
    "podman's runtime refuses to run a container: cgroups in hybrid mode not supported",
  ],
  [
    'every runtime refuses',
    PODMAN,
    fakeHost({ 'podman --version': 'podman version 4.3.1', 'podman ': REFUSED, runc: '1.1.5' }),
    'podman cannot run a container: cgroups in hybrid mode not supported',
  ],
  [
    'the virtual machine is down',
    PODMAN,
    fakeHost(
      { 'podman --version': 'podman version 5.0.0', 'podman info': { code: 125 } },
      { platform: 'darwin' },
    ),
    "podman's virtual machine does not run",
  ],
  [
    'nothing to build an image from',
    IMAGE_BASE,
    fakeHost({ 'podman images': '' }, { probe: async () => null }),
    'no registry is reachable and there is no image to build on',
  ],
])('sees that %s', async (_, requirement: Requirement, host, reason) => {
  expect(await requirement.check(host)).toMatchObject({ status: 'trouble', reason });
});

it.each([
  [
    'runc where the default refuses',
    PODMAN,
    { 'podman --version': '4.3.1', 'podman run': REFUSED, 'podman --runtime=runc': '' },
  ],
  ['mmdebstrap', IMAGE_BASE, { mmdebstrap: '1.3.5' }],
  ['an image', IMAGE_BASE, { 'podman images': '0123456789ab' }],
  ['a registry', IMAGE_BASE, { 'podman images': '' }],
])('is content with %s', async (_, requirement: Requirement, answers) => {
  expect(await requirement.check(fakeHost(answers))).toMatchObject({ status: 'ok' });
});

it('refuses a Node below the floor', async () => {
  const [node] = HOST_REQUIREMENTS;
  expect(await node?.check(fakeHost({}, { nodeVersion: '20.18.3' }))).toMatchObject({ status: 'trouble' });
  expect(await node?.check(fakeHost({}, { nodeVersion: '20.19.0' }))).toMatchObject({ status: 'ok' });
});

it('wants tmux for tests, which says its version in a way of its own', async () => {
  const tmux = TEST_REQUIREMENTS.find(({ name }) => name === 'tmux');
  const says = (output: string) => tmux?.check(fakeHost({ 'tmux -V': output }));
  expect(await says('tmux 3.3a')).toEqual({ status: 'ok', detail: '3.3' });
  expect(await says('tmux 2.9')).toMatchObject({ status: 'trouble', reason: 'tmux 2.9 is too old' });
  expect(HOST_REQUIREMENTS.map(({ name }) => name)).not.toContain('tmux');
});

it.each([
  [
    'Debian 12',
    { dockerd: 'Docker version 20.10.24+dfsg1', 'docker-compose': 'docker-compose version 1.29.2' },
  ],
  ['Docker Compose as a part of Docker', { dockerd: 'Docker version 26.1.5', 'docker compose': 'v2.26.1' }],
])('is content with the Docker of %s for tests', async (_, answers) => {
  for (const requirement of [DOCKER, DOCKER_COMPOSE]) {
    expect(await requirement.check(fakeHost(answers))).toMatchObject({ status: 'ok' });
  }
});

it('wants a Docker for tests of whoever can start one', async () => {
  expect(TEST_REQUIREMENTS).toEqual(expect.arrayContaining([DOCKER, DOCKER_COMPOSE]));
  const verdicts = (options: Partial<Host>) =>
    Promise.all([DOCKER, DOCKER_COMPOSE].map(({ check }) => check(fakeHost({}, options))));
  const missing = { status: 'trouble', remedy: { packages: { apt: [expect.stringContaining('docker')] } } };
  expect(await verdicts({})).toMatchObject([missing, missing]);
  const noMatter = { status: 'ok', detail: 'not needed: this user cannot start one' };
  expect(await verdicts({ uid: 1000 })).toEqual([noMatter, noMatter]);
  expect(await verdicts({ platform: 'darwin' })).toEqual([noMatter, noMatter]);
});

it.each([
  ['2.31', '2.31', true],
  ['2.31.1', '2.31', true],
  ['2.4', '2.31', false],
  ['10.0', '9.9.9', true],
  ['6', '6.2', false],
])('compares %s with %s number by number', (version, floor, expected) => {
  expect(isAtLeast(version, floor)).toBe(expected);
});
