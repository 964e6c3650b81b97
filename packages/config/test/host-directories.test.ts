import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
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

const FOUND_READ_ONLY = `
import { prepareDirectories } from '${new URL('../src/host-directories.ts', import.meta.url)}';
const [, dataDir] = process.argv;
const found = await prepareDirectories(
  { dataDir, runDir: dataDir },
  { uid: process.getuid(), document: { value: {}, originOf: () => ({ kind: 'default' }) }, make: true },
);
console.log(JSON.stringify(found.map(({ key, allowed }) => [key, allowed])));`;

test('a directory that was mounted read-only is a problem, for root too', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'h-'));
  const dataDir = join(directory, 'data');
  await mkdir(dataDir);
  const mounted = 'mount -t tmpfs -o ro,mode=700 none "$0" && exec "$@"';
  const node = [process.execPath, '--import', import.meta.resolve('tsx'), '--input-type=module'];
  const args = [
    ...['--user', '--map-root-user', '--mount', 'sh', '-c', mounted, dataDir],
    ...[...node, '-e', FOUND_READ_ONLY, dataDir],
  ];
  const env = { ...process.env, TMPDIR: directory };
  const { stdout } = await promisify(execFile)('unshare', args, { env });
  expect(JSON.parse(stdout)).toEqual([
    ['data_dir', 'cannot be written to (EROFS)'],
    ['run_dir', 'cannot be written to (EROFS)'],
  ]);
  await rm(directory, { recursive: true });
});

test('a file is no directory', async () => {
  const directories = { dataDir: '/dev/null', runDir: '/dev/null' };
  const problems = await prepareDirectories(directories, { uid, document, make: true });
  expect(problems.map(({ key, allowed }) => [key, allowed])).toEqual([
    ['data_dir', 'must be a directory'],
    ['run_dir', 'must be a directory itself, not a link to one'],
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
