import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = dirname(import.meta.dirname);
const launcher = join(root, 'scripts', 'commander.mjs');
const node24 = join(root, 'images', 'agent', 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');

it('runs the program by a link, wherever it is called', { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'l-'));
  const link = join(directory, 'commander');
  await symlink(launcher, link);
  const { stdout } = await promisify(execFile)(link, ['--version'], { cwd: directory });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  await rm(directory, { recursive: true });
});

it('runs the sources as they are on a Node that can', { timeout: 60_000 }, async () => {
  const { stdout } = await promisify(execFile)(node24, [launcher, '--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
