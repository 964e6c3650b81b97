import { expect, it } from 'vitest';
import { run } from './run.ts';

const SERVICES = ['dispatcher', 'dispatcher-2', 'mcp-gateway', 'poller', 'redis', 'simulators'];

it.for(['docker-compose', 'docker compose', 'podman-compose'])(
  'is the same services for %s, where it is installed',
  async (program, { skip }) => {
    skip(!(await showsFile(program)), 'it is not there, or shows no file');
    const profiles = ['--profile', 'demo', '--profile', 'scale'];
    const listed = await ask(program, '--file', 'compose.yaml', ...profiles, 'config', '--services');
    expect(listed.trim().split('\n').sort()).toEqual(SERVICES);
  },
);

/** Whether it is installed, and has the command for it: podman-compose of Debian 12 has none. */
async function showsFile(program: string): Promise<boolean> {
  try {
    await ask(program, 'version');
    return /^ +config\b/m.test(await ask(program, '--help'));
  } catch {
    return false;
  }
}

function ask(program: string, ...args: string[]): Promise<string> {
  const [name = program, ...first] = program.split(' ');
  const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/' };
  return run(name, [...first, ...args], environment);
}
