import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { COMPOSES } from './compose.ts';
import { run } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (name: string) => readFile(join(ROOT, name), 'utf8');

const PROFILES = ['--profile', 'demo', '--profile', 'scale'];
const SERVICES = ['dispatcher', 'dispatcher-2', 'mcp-gateway', 'poller', 'redis', 'simulators'];

it.for(Object.keys(COMPOSES))(
  'is the same services for %s, where it is installed',
  async (program, { skip }) => {
    skip(!(await showsFile(program)), 'it is not there, or shows no file');
    const asked = ['--env-file', '.env.example', ...PROFILES, 'config', '--services'];
    expect((await ask(program, asked)).trim().split('\n').sort()).toEqual(SERVICES);
    const unprepared = ask(program, asked, { OC_CONFIG: '' });
    await expect(unprepared).rejects.toThrow(/OC_CONFIG is missing.*prepare\.sh/s);
  },
);

it('takes what .env.example names, and holds what stands there where it is left out', async () => {
  const compose = await read('compose.yaml');
  const used = [...compose.matchAll(/\$\{(OC_\w+):[-?]([^}]*)\}/g)].map(([, name, value]) => [name, value]);
  const example = assignments(await read('.env.example'));
  expect(Object.keys(example).toSorted()).toEqual([...new Set(used.map(([name]) => name))].toSorted());
  const optional = used.filter(([name]) => name !== 'OC_CONFIG');
  expect(optional).toEqual(optional.map(([name = '']) => [name, example[name]]));
});

it('is started by the words that the test of it says, as the pages have them', async () => {
  const pages = (await read('README.md')) + (await read('docs/deployment.md'));
  expect(pages).toContain('sh images/service/prepare.sh images/service/demo > .env');
  for (const { command, engine, up, scale, down } of Object.values(COMPOSES)) {
    const said = engine === 'docker' ? 'docker compose' : command.join(' ');
    for (const words of [up, scale, down]) expect(pages).toContain(`${said} ${words}`);
  }
});

it('is prepared for whoever calls prepare.sh, with directories for nobody else', async () => {
  const home = await mkdtemp(join(tmpdir(), 'h'));
  const directory = join(home, 'oc');
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, OC_DIRECTORY: directory };
  const printed = assignments(await run('sh', ['images/service/prepare.sh', 'images/service/demo'], env));
  expect(printed).toMatchObject({
    OC_CONFIG: join(ROOT, 'images/service/demo'),
    OC_UID: String(process.getuid?.()),
    OC_GID: String(process.getgid?.()),
    OC_DIRECTORY: directory,
  });
  for (const name of ['data', 'run'])
    expect((await stat(join(directory, name))).mode & 0o777, name).toBe(0o700);
  await rm(home, { recursive: true });
});

/** The lines `NAME=value` of a file of variables. */
function assignments(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^(\w+)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

/** Whether it is installed, and has the command for it: podman-compose of Debian 12 has none. */
async function showsFile(program: string): Promise<boolean> {
  try {
    await ask(program, ['version']);
    return /^ +config\b/m.test(await ask(program, ['--help']));
  } catch {
    return false;
  }
}

function ask(program: string, args: readonly string[], variables: Record<string, string> = {}) {
  const [name = program, ...first] = program.split(' ');
  const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/' };
  return run(name, [...first, ...args], { ...environment, ...variables });
}
