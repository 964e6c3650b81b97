import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
// Git's helpers (index-pack, git-remote-https) outlive it unless the whole group is ended.
import { kill } from 'node:process';
import type { HostEnvironment } from '../host-environment.ts';
import { type GitSetting, gitEnvironment } from './git-environment.ts';
import { GitError } from './git-error.ts';

const GRACE_MS = 2_000;

export type GitCommand = {
  args: readonly string[];
  environment: HostEnvironment;
  settings?: readonly GitSetting[];
  /** More variables for this process, such as GIT_PROTOCOL. */
  variables?: Readonly<Record<string, string>>;
};

export type RunningGit = {
  process: ChildProcessWithoutNullStreams;
  /** The exit code, null when a signal ended it; rejects with `GitError` when git cannot be started. */
  ended: Promise<number | null>;
  /** Ends git and all it started; resolves when they are gone. */
  stop(): Promise<void>;
};

/** Starts git in a process group of its own, with nothing of the host's configuration. */
export function startGit({ args, environment, settings = [], variables = {} }: GitCommand): RunningGit {
  const child = spawn('git', [...args], {
    env: { ...gitEnvironment(environment, settings), ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  // Git may end before it has read its input; what it answered says why.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(notStarted(cause)));
    child.once('close', (code) => resolve(code));
  });
  ended.catch(() => undefined);
  return { process: child, ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcessWithoutNullStreams, ended: Promise<unknown>): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const closed = ended.then(
    () => undefined,
    () => undefined,
  );
  // A group is gone once its output is closed; its number may be another's by then.
  if (child.stdout.closed && child.exitCode !== null) return closed;
  signalGroup(pid, 'SIGTERM');
  const harder = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
  child.stdout.resume();
  child.stderr.resume();
  await closed;
  clearTimeout(harder);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function notStarted(cause: Error): GitError {
  return new GitError(
    'failed',
    'git could not be started on this host: install git and see that it is in PATH.',
    {
      cause,
    },
  );
}
