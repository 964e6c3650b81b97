import { expect, it } from 'vitest';
import { DOCKER, DOCKER_COMPOSE } from '../src/docker.ts';
import type { Host } from '../src/index.ts';
import { TEST_REQUIREMENTS } from '../src/requirements.ts';
import { fakeHost } from './fake-host.ts';

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
