import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Ground } from '../ground.ts';

/** A small disk of its own that can be filled. */
export type SmallDisk = { fill(): Promise<void>; free(): Promise<void> };

const MEBIBYTES = 96;

/** Mounts a small file system at `path`; null where this user may not, and then `path` is a plain directory. */
export async function mountSmallDisk(
  path: string,
  { stack, say }: Pick<Ground, 'stack' | 'say'>,
): Promise<SmallDisk | null> {
  await mkdir(path, { recursive: true });
  const run = promisify(execFile);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${MEBIBYTES}m,mode=700`, 'none', path]);
  } catch {
    say('the disk cannot be made to fill up: this user may not mount');
    return null;
  }
  // Its end of our pipe closes however we end.
  const unmounting = spawn('sh', ['-c', 'cat >/dev/null; umount --lazy -- "$1"', 'sh', path], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  stack.defer('the small disk', async () => {
    const ended = once(unmounting, 'exit');
    unmounting.stdin.end();
    await ended;
  });
  const filler = join(path, 'filler');
  return {
    async fill() {
      const { bavail, bsize } = await statfs(path);
      await writeFile(filler, Buffer.alloc(bavail * bsize)).catch((error: NodeJS.ErrnoException) => {
        // Somebody else was faster: it is full all the same.
        if (error.code !== 'ENOSPC') throw error;
      });
    },
    free: () => rm(filler, { force: true }),
  };
}
