import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A small file system of its own, until it is disposed of. */
export type SmallDisk = AsyncDisposable & {
  path: string;
  /** Leaves so many bytes free; none when it is not said. */
  fill(leftBytes?: number): Promise<void>;
  /** Takes away what filled it. */
  empty(): Promise<void>;
};

/** Mounts one at `path`, which everybody may write to. Throws when this user may not mount, also not by a sudo that asks nothing. */
export async function mountSmallDisk({
  path,
  megabytes,
}: {
  path: string;
  megabytes: number;
}): Promise<SmallDisk> {
  await mkdir(path, { recursive: true });
  const sudo = await mount(['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'none', path]);
  const unmounting = unmountAfterUs(path, sudo);
  const filling = join(path, 'filling');
  return {
    path,
    async fill(leftBytes = 0) {
      const { bavail, bsize } = await statfs(path);
      const bytes = Buffer.alloc(Math.max(0, bavail * bsize - leftBytes));
      await writeFile(filling, bytes).catch((error: NodeJS.ErrnoException) => {
        // Somebody else was faster: it is full all the same.
        if (error.code !== 'ENOSPC') throw error;
      });
    },
    empty: () => rm(filling, { force: true }),
    async [Symbol.asyncDispose]() {
      const ended = once(unmounting, 'exit');
      unmounting.stdin.end();
      await ended;
      await rm(path, { recursive: true });
    },
  };
}

const SUDO = ['sudo', '-n'];

/** Gives what it took besides. */
async function mount(args: readonly string[]): Promise<readonly string[]> {
  const run = promisify(execFile);
  try {
    await run('mount', args);
    return [];
  } catch {
    // Whoever is not root may have it all the same.
    await run('sudo', ['-n', 'mount', ...args]);
    return SUDO;
  }
}

/** Unmounts it however this process ends: its end of our pipe closes then. */
function unmountAfterUs(path: string, sudo: readonly string[]) {
  return spawn('sh', ['-c', 'cat >/dev/null; "$@"', 'sh', ...sudo, 'umount', '--lazy', '--', path], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}
