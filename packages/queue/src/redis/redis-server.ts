import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { RedisError } from './redis-error.ts';
import { type LockedChild, spawnLocked } from './spawn-locked.ts';

/** Where an embedded server keeps its things. */
export type ServerPlace = {
  /** The append-only file, the lock and the log are here. */
  directory: string;
  socket: string;
  /** Held by the server as long as it lives. */
  lock: string;
  log: string;
};

export type Launch = {
  place: ServerPlace;
  /** The redis-server to run. */
  program: string;
  platform: NodeJS.Platform;
  /** Aborted when the server takes too long. */
  signal: AbortSignal;
  /** Hears of the server at its start, long before it answers. */
  onChild?: ((pid: number) => void) | undefined;
};

/** A server that this process started. */
export type ServerChild = {
  stop(): Promise<void>;
  /** Resolves with its exit code or signal when it has ended, for whatever reason. */
  ended: Promise<number | string>;
};

const VERSION_MS = 10_000;
const STOP_MS = 10_000;

/**
 * Starts redis-server and waits until it answers; null when another server has the place. Throws RedisError, or the
 * signal's reason.
 */
export async function launchRedisServer({
  place,
  program,
  platform,
  signal,
  onChild,
}: Launch): Promise<ServerChild | null> {
  await checkInstalled(program);
  const { directory: cwd, lock } = place;
  const child = await spawnLocked({ lock, program, args: serverArguments(place), cwd, platform });
  if (child.pid !== undefined) onChild?.(child.pid);
  const redis = new Redis({ path: place.socket, retryStrategy: () => 20, maxRetriesPerRequest: null });
  // Every try before it listens is an error event; its reply is what counts.
  redis.on('error', () => undefined);
  const gaveUp = abortion(signal);
  try {
    const answer = await Promise.race([whoAnswers(redis), child.ended, gaveUp.promise]);
    if (answer === 'locked') return null;
    if (typeof answer !== 'object')
      throw new RedisError(`redis-server ended at once (exit ${answer}): see ${place.log}`);
    // Another process was faster, and its server answered before our child found the lock taken.
    if (answer.pid !== child.pid) return await leaveToOther(child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    gaveUp.release();
    redis.disconnect();
  }
  return { stop: () => stop(child), ended: child.ended };
}

async function whoAnswers(redis: Redis): Promise<{ pid: number }> {
  const [, pid = ''] = /^process_id:(\d+)/m.exec(await redis.info('server')) ?? [];
  return { pid: Number(pid) };
}

async function leaveToOther(child: LockedChild): Promise<null> {
  await stop(child);
  return null;
}

function serverArguments({ directory, socket, log }: ServerPlace): string[] {
  const settings = {
    dir: directory,
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    daemonize: 'no',
    // The append-only file is the one copy; no snapshots beside it.
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    logfile: log,
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function checkInstalled(program: string): Promise<void> {
  await promisify(execFile)(program, ['--version'], { timeout: VERSION_MS }).catch((cause: unknown) => {
    throw new RedisError(
      'redis-server cannot be run: install it (apt install redis-server, dnf install redis, pacman -S redis or ' +
        'brew install redis), or set redis.url to a Redis that runs',
      { cause },
    );
  });
}

/** A promise that rejects when `signal` aborts, until it is released. */
function abortion(signal: AbortSignal): { promise: Promise<never>; release: () => void } {
  const { promise, reject } = withReject();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return { promise, release: () => signal.removeEventListener('abort', abort) };
}

function withReject(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_, rejectIt) => {
    reject = rejectIt;
  });
  return { promise, reject };
}

async function stop(child: LockedChild): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await child.ended;
  clearTimeout(timer);
}
