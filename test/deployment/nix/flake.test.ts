import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readUnit } from '../read-unit.ts';

/** A value of a unit, as NixOS writes it. */
const settingSchema = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
  .transform((value) => [value].flat().map((each) => (each === true ? 'yes' : String(each))));
const optionSchema = z.object({ _type: z.literal('option'), description: z.string(), type: z.string() });
const flakeSchema = z.object({
  systems: z.array(z.string()),
  shell: z.array(z.string()),
  formatter: z.string(),
  checks: z.array(z.string()),
  package: z.object({ pname: z.string(), version: z.string(), installPhase: z.string() }),
  image: z.object({ config: z.object({ User: z.string() }), contents: z.array(z.string()) }),
  options: z.record(z.string(), z.unknown()),
  units: z.record(z.string(), z.string()),
  services: z.record(z.string(), z.record(z.string(), settingSchema)),
  redis: z.record(z.string(), z.string()),
});

/** Evaluated by the real nix, with stand-ins for its inputs: what is built of it, only a machine with a network can tell. */
describe('flake.nix', () => {
  let flake: z.infer<typeof flakeSchema>;
  beforeAll(async () => {
    const file = join(import.meta.dirname, 'evaluate.nix');
    const args = ['--eval', '--strict', '--json', file];
    const { stdout } = await promisify(execFile)('nix-instantiate', args);
    flake = flakeSchema.parse(JSON.parse(stdout));
  });

  it('has a shell with everything that work on it needs', () => {
    expect(flake.systems).toEqual(['aarch64-linux', 'x86_64-linux']);
    const wanted = ['nodejs_24', 'pnpm', 'opencode', 'podman', 'redis', 'git', 'gh', '_1password-cli'];
    expect(flake.shell).toEqual(expect.arrayContaining(wanted));
    expect(flake.formatter).toBe('nixfmt-rfc-style');
    expect(flake.checks).not.toEqual([]);
  });

  it('packages every service, and an image of agents with nix in it', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    expect(flake.package).toMatchObject({ pname: 'opencode-commander', version });
    for (const service of ['poller', 'dispatcher', 'mcp-gateway'])
      expect(flake.package.installPhase).toContain(service);
    expect(flake.image.config.User).toBe('agent');
    expect(flake.image.contents).toEqual(expect.arrayContaining(['nix', 'opencode', 'git', 'socat', 'tini']));
  });

  it('gives NixOS the options of the configuration, and a unit for each service that is wanted', async () => {
    const schema = JSON.parse(await readFile(join(import.meta.dirname, '../../../nix/options.json'), 'utf8'));
    const named = [schema.sections, schema.named, schema.lists].flatMap((group) => Object.keys(group));
    expect(Object.keys(flake.options).toSorted()).toEqual(named.toSorted());
    const { containers } = z.object({ containers: z.record(z.string(), optionSchema) }).parse(flake.options);
    expect(containers['max_concurrent']?.type).toBe('null or int or str');
    expect(Object.keys(flake.units)).toEqual(['opencode-commander-dispatcher', 'opencode-commander-poller']);
    expect(flake.units['opencode-commander-poller']).toMatch(
      /opencode-commander-poller --config .*commander\.toml$/,
    );
    expect(flake.redis).toEqual({ 'maxmemory-policy': 'noeviction' });
  });

  it.each(['poller', 'dispatcher'])('confines and limits %s as units/systemd does', async (name) => {
    const path = `../../../units/systemd/opencode-commander-${name}.service`;
    const unit = readUnit(await readFile(join(import.meta.dirname, path), 'utf8')).get('Service');
    const given = flake.services[`opencode-commander-${name}`] ?? {};
    expect(comparable(given)).toEqual(comparable(Object.fromEntries(unit ?? [])));
  });
});

/** Where things are and whose they are is another matter in a user's units, and so is what hides the others of the home directory. */
const OF_ITS_OWN = new Set([
  ...['ExecStart', 'WorkingDirectory', 'Environment', 'EnvironmentFile', 'StateDirectory', 'User', 'Group'],
  ...['BindPaths', 'BindReadOnlyPaths', 'PrivateUsers', 'ProtectHome'],
]);

function comparable(settings: Readonly<Record<string, readonly string[]>>) {
  const entries = Object.entries(settings).filter(([key]) => !OF_ITS_OWN.has(key));
  return Object.fromEntries(entries.map(([key, values]) => [key, values.filter((value) => value !== '')]));
}
