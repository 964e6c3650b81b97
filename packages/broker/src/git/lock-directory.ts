import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

const STALE_MS = 30_000;
const RETRY_MS = 100;

export type DirectoryLock = AsyncDisposable & {
  /** Aborted when the lock was lost, as after a long suspension of this process. */
  lost: AbortSignal;
};

/** Waits until no other holder, in this process or another, has the directory; a dead holder's lock lapses in 30 s. */
export async function lockDirectory(
  directory: string,
  lockfilePath: string,
  signal?: AbortSignal,
): Promise<DirectoryLock> {
  const lost = new AbortController();
  for (;;) {
    const release = await lock(directory, {
      lockfilePath,
      stale: STALE_MS,
      onCompromised: (error) => lost.abort(error),
    }).catch((error: unknown) => {
      if (isHeld(error)) return null;
      throw error;
    });
    if (release) {
      const released = () => (lost.signal.aborted ? Promise.resolve() : release());
      return { lost: lost.signal, [Symbol.asyncDispose]: released };
    }
    await delay(RETRY_MS, undefined, signal ? { signal } : {});
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}
