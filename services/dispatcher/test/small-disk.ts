import { execFile } from 'node:child_process';
import { mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { promisify } from 'node:util';

/** A file system of its own of `megabytes`, which can be filled and emptied again. Needs root, or sudo that asks nothing. */
export async function mountSmallDisk(megabytes: number) {
  const path = await mkdtemp(join(tmpdir(), 'disk-'));
  await asRoot(['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'tmpfs', path]);
  const filling = join(path, 'filling');
  return {
    path,
    /** Leaves `leftBytes` free. */
    async fill(leftBytes: number): Promise<void> {
      const { bavail, bsize } = await statfs(path);
      await writeFile(filling, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
    },
    empty: () => rm(filling, { force: true }),
    async [Symbol.asyncDispose]() {
      await asRoot(['umount', path]);
      await rmdir(path);
    },
  };
}

async function asRoot([program = '', ...args]: string[]): Promise<void> {
  const run = promisify(execFile);
  await (getuid?.() === 0 ? run(program, args) : run('sudo', ['-n', program, ...args]));
}
