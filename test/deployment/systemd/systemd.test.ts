import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readUnit } from '../read-unit.ts';

const run = promisify(execFile);
const DIRECTORY = join(import.meta.dirname, '../../../units/systemd');
const SERVICES = ['poller', 'dispatcher', 'mcp-gateway'];
const UNITS = [...SERVICES, 'redis'].map((name) => `opencode-commander-${name}.service`).toSorted();
const DROP_IN = 'opencode-commander-.service.d/every-service.conf';

/** systemd's own scale goes from 0, which is safe, to 10. */
const MOST_EXPOSED = 2.5;

const isThere = await run('systemd-analyze', ['--version']).then(
  () => true,
  () => false,
);

const text = (name: string) => readFile(join(DIRECTORY, name), 'utf8');
const read = async (name: string) => readUnit(`${await text(name)}\n${await text(DROP_IN)}`);

it('has a unit for Redis and for each service', async () => {
  const units = (await readdir(DIRECTORY)).filter((name) => name.endsWith('.service'));
  expect(units.toSorted()).toEqual(UNITS);
});

it.each(SERVICES)(
  'starts %s from the checkout, after Redis, and lets it hand its runs over',
  async (name) => {
    const unit = await read(`opencode-commander-${name}.service`);
    const service = unit.get('Service');
    expect(service?.get('ExecStart')).toEqual([
      `node services/${name}/src/main.ts --config %E/opencode-commander/commander.toml`,
    ]);
    expect(unit.get('Unit')?.get('After')?.join(' ')).toContain('opencode-commander-redis.service');
    expect(service?.get('RuntimeDirectoryPreserve')).toEqual(['yes']);
    expect(service?.get('TimeoutStopSec')).toEqual(['40']);
    // With it a service ends whose configuration is wrong, which starting again does not change.
    expect(service?.get('RestartPreventExitStatus')).toEqual(['4']);
  },
);

it('keeps what Redis has, and drops nothing of it', async () => {
  const service = (await read('opencode-commander-redis.service')).get('Service');
  expect(service?.get('ExecStart')?.at(0)).toMatch(/ --appendonly yes --maxmemory-policy noeviction$/);
});

describe.skipIf(!isThere)('asked of systemd (skipped where systemd-analyze is missing)', () => {
  let directory: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'u'));
    await cp(DIRECTORY, directory, { recursive: true });
    env = { PATH: process.env['PATH'] ?? '', HOME: directory, XDG_RUNTIME_DIR: directory };
    for (const name of SERVICES.map((each) => join(directory, `opencode-commander-${each}.service`))) {
      // Where systemd looks for programs there need not be the node of whoever runs this.
      const unit = await readFile(name, 'utf8');
      await writeFile(name, unit.replace('ExecStart=node ', `ExecStart=${process.execPath} `));
    }
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('has nothing that systemd does not understand', async () => {
    const said = await verify(UNITS.map((name) => join(directory, name)));
    expect(said).toBe('');
  });

  it('is told of what it does not understand', async () => {
    const name = join(directory, 'opencode-commander-poller.service');
    const wrong = join(directory, 'wrong.service');
    await writeFile(wrong, (await readFile(name, 'utf8')).replace('ProtectProc=', 'ProtectProcs='));
    expect(await verify([wrong])).toContain('ProtectProcs');
  });

  it.each(UNITS)('finds little exposed by %s', async (name) => {
    const args = ['security', '--user', '--offline=true', '--no-pager', join(directory, name)];
    const { stdout } = await run('systemd-analyze', args, { env });
    const [, exposed] = /Overall exposure level for .*: ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(exposed)).toBeLessThanOrEqual(MOST_EXPOSED);
  });

  /** What `systemd-analyze verify` says; it exits with 0 whatever it warns of. */
  async function verify(paths: readonly string[]): Promise<string> {
    const { stderr } = await run('systemd-analyze', ['--user', 'verify', ...paths], { env });
    return stderr;
  }
});
