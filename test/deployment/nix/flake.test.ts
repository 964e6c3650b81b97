import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readUnit } from '../read-unit.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SERVICES = ['dispatcher', 'mcp-gateway', 'poller'];

const run = promisify(execFile);
const read = (path: string) => readFile(join(ROOT, path), 'utf8');

/** A value of a unit, as NixOS writes it. */
const settingSchema = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
  .transform((value) => [value].flat().map((each) => (each === true ? 'yes' : String(each))));
const hostSchema = z.object({
  units: z.record(z.string(), z.record(z.string(), settingSchema)),
  environments: z.array(z.record(z.string(), z.string())),
  redis: z.record(z.string(), z.unknown()),
});
const optionSchema = z.object({ _type: z.literal('option'), description: z.string(), type: z.string() });
const flakeSchema = z.object({
  systems: z.array(z.string()),
  shell: z.array(z.string()),
  formatter: z.string(),
  checks: z.record(z.string(), z.string()),
  package: z.object({ pname: z.string(), version: z.string(), installPhase: z.string() }),
  image: z.object({
    config: z.object({ User: z.string() }),
    contents: z.array(z.string()),
    scripts: z.array(z.string()),
  }),
  options: z.record(z.string(), z.unknown()),
  everything: hostSchema,
  dispatcher: hostSchema,
  disabled: z.unknown(),
});

/** Evaluated by the real nix, with stand-ins for its inputs: what is built of it, only a machine with a network can tell. */
describe('flake.nix', () => {
  let flake: z.infer<typeof flakeSchema>;
  beforeAll(async () => {
    const file = join(import.meta.dirname, 'evaluate.nix');
    const { stdout } = await run('nix-instantiate', ['--eval', '--strict', '--json', file]);
    flake = flakeSchema.parse(JSON.parse(stdout));
  });

  it('has a shell with everything that work on it needs', () => {
    expect(flake.systems).toEqual(['aarch64-linux', 'x86_64-linux']);
    const wanted = ['nodejs_24', 'pnpm', 'opencode', 'podman', 'redis', 'git', 'gh', '_1password-cli'];
    expect(flake.shell).toEqual(expect.arrayContaining(wanted));
    expect(flake.formatter).toBe('nixfmt-rfc-style');
  });

  it('packages every service, and checks that it starts', async () => {
    const { version } = JSON.parse(await read('package.json'));
    expect(flake.package).toMatchObject({ pname: 'opencode-commander', version });
    for (const service of SERVICES) expect(flake.package.installPhase).toContain(service);
    expect(flake.checks).toEqual({
      package: 'opencode-commander',
      check: expect.stringContaining('/bin/commander --version'),
    });
  });

  it('has in its image of agents nix, and what their entry script looks for', async () => {
    expect(flake.image.config.User).toBe('agent');
    const wanted = ['nix', 'opencode', 'git', 'socat', 'tini', 'usr-bin-env'];
    expect(flake.image.contents).toEqual(expect.arrayContaining(wanted));
    const entry = `${await read('images/agent/entry.sh')}${await read('images/agent/dev-shell.sh')}`;
    const places = new Set(entry.match(/(?<=\/usr\/local\/lib\/)[\w.-]+/g));
    expect(places.size).toBeGreaterThan(2);
    for (const place of places) expect(flake.image.scripts.join('\n')).toContain(place);
  });

  it('gives NixOS the options of the configuration', async () => {
    const schema = JSON.parse(await read('nix/options.json'));
    const named = [schema.sections, schema.named, schema.lists].flatMap((group) => Object.keys(group));
    expect(Object.keys(flake.options).toSorted()).toEqual(named.toSorted());
    const { containers } = z.object({ containers: z.record(z.string(), optionSchema) }).parse(flake.options);
    expect(containers['max_concurrent']?.type).toBe('null or int or str');
  });

  it('starts each service with the settings that a host has, and without those that it has not', () => {
    const { units, environments, redis } = flake.everything;
    expect(Object.keys(units)).toEqual(SERVICES.map((name) => `opencode-commander-${name}`));
    for (const name of SERVICES)
      expect(startOf(units, name)).toEqual({
        program: `opencode-commander-${name}`,
        settings: {
          log: { level: 'debug' },
          redis: { url: 'unix:///run/redis-opencode-commander/redis.sock' },
          github: { trusted_users: ['maria'] },
          llm: { anthropic: { api_key: 'file:/run/secrets/anthropic' } },
          repo: [{ name: 'acme/web' }],
        },
      });
    const places = {
      COMMANDER_DATA_DIR: '/var/lib/opencode-commander',
      COMMANDER_RUN_DIR: '/run/opencode-commander',
    };
    expect(environments).toEqual([places, places, places]);
    expect(redis).toEqual({
      enable: true,
      port: 0,
      appendOnly: true,
      settings: { 'maxmemory-policy': 'noeviction' },
    });
  });

  it('starts only the services that a host wants, with the Redis that it names', () => {
    const { units, redis } = flake.dispatcher;
    expect(Object.keys(units)).toEqual(['opencode-commander-dispatcher']);
    const { settings } = startOf(units, 'dispatcher');
    expect(settings).toEqual({ redis: { url: 'rediss://redis.example:6379' } });
    expect(redis).toEqual({});
  });

  it('changes nothing of a host that has not enabled it', () => {
    expect(flake.disabled).toEqual({});
  });

  it.each(SERVICES)('confines and limits %s as units/systemd does', async (name) => {
    const unit = await read(`units/systemd/opencode-commander-${name}.service`);
    const every = await read('units/systemd/opencode-commander-.service.d/every-service.conf');
    const wanted = readUnit(`${unit}\n${every}`).get('Service');
    const given = flake.everything.units[`opencode-commander-${name}`] ?? {};
    expect(comparable(given)).toEqual(comparable(Object.fromEntries(wanted ?? [])));
  });
});

it('copies the plugin with all it depends on for the image', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'n'));
  const modules = join(directory, 'node_modules');
  const node = join(ROOT, `images/agent/node_modules/node-linux-${process.arch}/bin/node`);
  try {
    await run(node, [join(ROOT, 'nix/copy-plugin.mjs'), modules]);
    const plugin = JSON.stringify(join(modules, '@opencode-ai/plugin/dist/index.js'));
    const { stdout } = await run(node, ['--print', `typeof require(${plugin}).tool`]);
    expect(stdout).toBe('function\n');
  } finally {
    await rm(directory, { recursive: true });
  }
});

function startOf(units: z.infer<typeof hostSchema>['units'], name: string) {
  const [command = ''] = units[`opencode-commander-${name}`]?.['ExecStart'] ?? [];
  const [, program, settings = ''] = /\/bin\/(\S+) --config commander\.toml:(.+)$/.exec(command) ?? [];
  return { program, settings: JSON.parse(settings) };
}

/** Where things are and whose they are is another matter in a user's units, and so is what hides the others of the home directory. */
const OF_ITS_OWN = new Set([
  ...['ExecStart', 'WorkingDirectory', 'Environment', 'EnvironmentFile', 'StateDirectory', 'User', 'Group'],
  ...['BindPaths', 'BindReadOnlyPaths', 'PrivateUsers', 'ProtectHome'],
]);

function comparable(settings: Readonly<Record<string, readonly string[]>>) {
  const entries = Object.entries(settings).filter(([key]) => !OF_ITS_OWN.has(key));
  return Object.fromEntries(entries.map(([key, values]) => [key, values.filter((value) => value !== '')]));
}
