// What the tests of this package load configurations with: a home of their own, nothing of the real environment.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, ConfigError, type Configuration, openConfiguration } from '../src/index.ts';

export type Home = AsyncDisposable & {
  path: string;
  /** Loads `toml` as ./commander.toml under these variables. */
  load(toml: string | null, env?: Record<string, string>): Promise<Config>;
  /** The same, open to changes at runtime. */
  open(toml: string | null, env?: Record<string, string>): Promise<Configuration>;
  /** The error `load` throws; anything else fails the test. */
  fail(toml: string | null, env?: Record<string, string>): Promise<ConfigError>;
};

export async function makeHome(): Promise<Home> {
  const path = await mkdtemp(join(tmpdir(), 'h-'));
  const cwd = join(path, 'work');
  await mkdir(cwd);
  const uid = process.getuid?.() ?? 0;
  const open = async (toml: string | null, env: Record<string, string> = {}) => {
    await rm(join(cwd, 'commander.toml'), { force: true });
    if (toml !== null) await writeFile(join(cwd, 'commander.toml'), toml);
    const variables = { XDG_RUNTIME_DIR: join(path, 'run'), ...env };
    return openConfiguration({ env: variables, cwd, home: path, uid, hostname: 'test-host' });
  };
  const load = async (toml: string | null, env?: Record<string, string>) => (await open(toml, env)).config;
  const fail = async (toml: string | null, env: Record<string, string> = {}) => {
    const error: unknown = await load(toml, env).then(
      () => new Error('it was accepted'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ConfigError)) throw error;
    return error;
  };
  return { path, open, load, fail, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
