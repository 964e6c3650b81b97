import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import type { AgentPackages } from './find-packages.ts';

/** The build context as a tar stream: `files`, `opencode`, `node`, `npm/`, `plugin/`. An unreadable file destroys it. */
export function buildContext(files: Readonly<Record<string, string>>, packages: AgentPackages): Readable {
  const tar = pack();
  fill(tar, files, packages).catch((error) => tar.destroy(error));
  return Readable.from(tar);
}

async function fill(
  tar: Pack,
  files: Readonly<Record<string, string>>,
  packages: AgentPackages,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  await addFile(tar, packages.opencode, 'opencode');
  await addFile(tar, packages.node, 'node');
  await addDirectory(tar, packages.npm, 'npm');
  for (const [name, directory] of packages.plugin) await addDirectory(tar, directory, `plugin/${name}`);
  tar.finalize();
}

async function addDirectory(tar: Pack, directory: string, name: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) await addFile(tar, path, join(name, relative(directory, path)));
  }
}

async function addFile(tar: Pack, path: string, name: string): Promise<void> {
  const { size, mode } = await stat(path);
  await pipeline(createReadStream(path), tar.entry({ name, size, mode: mode & 0o777 }));
}
