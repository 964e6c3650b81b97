import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An image on top of another, from Containerfile lines; removed again by `remove`. */
export async function deriveImage(base: string, name: string, lines: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'd'));
  await writeFile(join(directory, 'Containerfile'), [`FROM ${base}`, ...lines, ''].join('\n'));
  const podman = (...args: string[]) => promisify(execFile)('podman', args);
  await podman('build', '--isolation=chroot', '--layers=false', '--tag', name, directory);
  await rm(directory, { recursive: true });
  return { name, remove: () => podman('rmi', name) };
}
