import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from '../src/config-error.ts';
import { prepareDirectories } from '../src/host-directories.ts';

const document = { value: {}, originOf: () => ({ kind: 'default' }) as const };
const uid = process.getuid?.() ?? -1;

test('a directory below one that takes none is a problem, not an endless loop', async () => {
  const directories = { dataDir: '/proc/commander/data', runDir: '/proc/commander/run' };
  const problems = await prepareDirectories(directories, { uid, document, make: true });
  expect(problems.map(({ key, allowed }) => [key, allowed])).toEqual([
    ['data_dir', expect.stringMatching(/^cannot be made or read \(E/)],
    ['run_dir', expect.stringMatching(/^cannot be made or read \(E/)],
  ]);
});

test('ancestors are made for the owner only', async () => {
  const root = await mkdtemp(join(tmpdir(), 'h-'));
  const directories = { dataDir: join(root, 'a/b/data'), runDir: join(root, 'a/b/run') };
  expect(await prepareDirectories(directories, { uid, document, make: true })).toEqual([]);
  const modes = [join(root, 'a'), join(root, 'a/b'), directories.dataDir].map(
    async (path) => (await stat(path)).mode & 0o777,
  );
  expect(await Promise.all(modes)).toEqual([0o700, 0o700, 0o700]);
  await rm(root, { recursive: true });
});

test('a problem found twice is told once', () => {
  const origin = { kind: 'file', file: 'c.toml', line: 2 } as const;
  const problem = { key: 'mcp.port', value: '99999999999999999999', allowed: 'must be a port', origin };
  const { problems, message } = new ConfigError([problem, { ...problem }]);
  expect(problems).toEqual([problem]);
  expect(message).toBe('configuration: mcp.port = 99999999999999999999 (c.toml:2): must be a port');
});
