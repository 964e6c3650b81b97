import { expect, it } from 'vitest';
import { HOST_REQUIREMENTS, type Requirement, setUpHost, thisHost } from '../src/index.ts';
import { program } from '../src/program.ts';
import { withoutServices } from '../src/without-services.ts';
import { fakeHost } from './fake-host.ts';

const APT_INSTALL = 'env DEBIAN_FRONTEND=noninteractive apt-get install';
const APT_UPDATE = 'env DEBIAN_FRONTEND=noninteractive apt-get update';
const GIT = program({
  name: 'git',
  floor: '2.31',
  packages: { apt: ['git'], dnf: ['git'], brew: ['git'] },
});
const REDIS = program({
  name: 'redis-server',
  floor: '6.2',
  packages: { apt: ['redis-server'], dnf: ['redis'], brew: ['redis'] },
});

function setUp(host: ReturnType<typeof fakeHost>, requirements: readonly Requirement[]) {
  const said: string[] = [];
  return { said, done: setUpHost({ host, requirements, say: (line) => said.push(line) }) };
}

it('says nothing and runs only checks when nothing is missing', async () => {
  const host = fakeHost({ git: 'git version 2.39.5', 'redis-server': 'Redis server v=7.0.15 sha=0' });
  const { said, done } = setUp(host, [GIT, REDIS]);
  await done;
  expect(said).toEqual([]);
  expect(host.ran).toEqual(['git --version', 'redis-server --version']);
});

it('installs what is missing as root, with one refresh, without services, then looks again', async () => {
  const host = fakeHost({
    git: 'git version 2.39.5',
    'apt-get': '',
    [APT_UPDATE]: { code: 100 },
    [APT_INSTALL]: () => {
      host.run = fakeHost({ git: 'git version 2.39.5', redis: 'Redis server v=7.0.15' }).run;
      return '';
    },
  });
  const { ran } = host;
  const { said, done } = setUp(host, [GIT, REDIS]);
  await done;
  expect(said[0]).toBe('redis-server is not installed.');
  expect(said[1]).toBe('Installing redis-server with apt: this can take a minute …');
  expect(ran.filter((line) => line.includes('apt-get update'))).toHaveLength(1);
  const install = ran.find((line) => line.startsWith(APT_INSTALL));
  expect(install).toMatch(/ -y .*-o DPkg::Path=\S+commander-apt-\S+:\/usr\/local\/sbin:\S+ redis-server$/);
});

it('starts no Docker that it installs at the next boot either', async () => {
  const host = fakeHost({});
  const packages = ['docker.io', 'docker-compose'];
  await withoutServices({ host, privilege: 'own', packages }, async () => ({ status: 'missing' }));
  expect(host.ran.map((line) => line.replace('env DEBIAN_FRONTEND=noninteractive ', ''))).toEqual([
    'update-rc.d docker disable',
    'systemctl --quiet disable docker.socket containerd.service',
  ]);
});

it('uses sudo only when it asks for no password', async () => {
  const host = fakeHost(
    { 'apt-get': '', 'sudo -n true': '', 'sudo -n env': { code: 1, output: 'E: no' } },
    { uid: 1000 },
  );
  await expect(setUp(host, [GIT]).done).rejects.toThrow('apt-get install -y git failed: E: no');
  expect(host.ran.filter((line) => line.startsWith('sudo'))[1]).toMatch(
    /^sudo -n env DEBIAN_FRONTEND=\S+ apt-get update/,
  );
});

it.each([
  ['sudo asks for a password', fakeHost({ 'apt-get': '', 'sudo -n true': { code: 1 } }, { uid: 1000 })],
  ['there is no sudo', fakeHost({ dnf: '' }, { uid: 1000 })],
  ['there is no package manager', fakeHost({})],
])('prints the commands for a person when %s', async (_, host) => {
  const { said, done } = setUp(host, [GIT, REDIS]);
  await expect(done).rejects.toMatchObject({ name: 'HostError', exitCode: 4 });
  expect(said).toEqual([
    'git is not installed.',
    'redis-server is not installed.',
    'Install them with one of:',
    '  sudo apt-get install -y git redis-server',
    '  sudo dnf install -y git redis',
    '  brew install git redis',
  ]);
  expect(host.ran.some((line) => line.includes('install'))).toBe(false);
});

it('does not install the same thing twice when that does not help', async () => {
  const host = fakeHost({ 'apt-get': '', 'env DEBIAN_FRONTEND': '' });
  await expect(setUp(host, [GIT]).done).rejects.toThrow('git: git is not installed');
  expect(host.ran.filter((line) => line.startsWith(APT_INSTALL))).toHaveLength(1);
});

it('says what a person has to do where no package helps', async () => {
  const host = fakeHost({ git: 'git version 2.20.1' });
  await expect(setUp(host, [GIT]).done).rejects.toThrow(
    'git: git 2.20.1 is too old: install git 2.31 or newer',
  );
});

it('finds this very machine ready', async () => {
  await setUpHost({ host: thisHost(process), requirements: HOST_REQUIREMENTS, say: () => undefined });
});
