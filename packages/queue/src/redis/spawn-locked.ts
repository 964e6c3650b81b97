import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { RedisError } from './redis-error.ts';

export type LockedCommand = {
  /** Path of the lock, made when it is not there. */
  lock: string;
  program: string;
  args: readonly string[];
  /** The child's working directory. */
  cwd: string;
  platform: NodeJS.Platform;
};

/** A child that holds a lock. */
export type LockedChild = {
  /** Undefined when it could not be started. */
  pid?: number | undefined;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Resolves when it has ended: its exit code or signal, or `locked` when another process holds the lock. */
  ended: Promise<number | string>;
};

const IS_LOCKED = 75;
/** open(2) of macOS and the BSDs: take an flock(2) on the file while opening it. */
const O_EXLOCK = 0x20;

/**
 * Starts a program that holds the lock itself: the lock lasts exactly as long as the program lives, whatever kills it or
 * us. Node has no flock(2), so Linux's flock(1) takes it and becomes the program; elsewhere the program inherits the
 * open file. Throws RedisError when flock(1) is missing.
 */
export async function spawnLocked({
  lock,
  program,
  args,
  cwd,
  platform,
}: LockedCommand): Promise<LockedChild> {
  // A session of its own: Ctrl-C in our terminal is for us, and we stop the child when we are done with it.
  const options: SpawnOptions = { cwd, detached: true, stdio: 'ignore' };
  if (platform === 'linux') {
    const flock = ['--nonblock', '--no-fork', '--conflict-exit-code', String(IS_LOCKED), lock];
    return lockedChild(spawn('flock', [...flock, program, ...args], options));
  }
  const { O_RDWR, O_CREAT, O_NONBLOCK } = constants;
  const file = await open(lock, O_RDWR | O_CREAT | O_NONBLOCK | O_EXLOCK, 0o600).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EAGAIN') return null;
      throw error;
    },
  );
  if (file === null) return { kill: () => undefined, ended: Promise.resolve('locked') };
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'ignore', file.fd] });
  await file.close();
  return lockedChild(child);
}

function lockedChild(child: ChildProcess): LockedChild {
  const ended = once(child, 'exit').then(
    ([code, signal]) => (code === IS_LOCKED ? 'locked' : (code ?? signal)),
    (cause: unknown) => {
      throw new RedisError('flock cannot be run: install util-linux, or set redis.url to a Redis that runs', {
        cause,
      });
    },
  );
  return { pid: child.pid, kill: (signal) => child.kill(signal), ended };
}
