import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenPodman } from './open-podman.ts';
import { connectPodman } from './podman.ts';
import { PodmanError } from './podman-error.ts';
import { checkSocketPath } from './socket-path.ts';

const READY_MS = 15_000;
const POLL_MS = 50;
const GRACE_MS = 5_000;
/** What `env` ends with when there is no such program. */
const NOT_FOUND = 127;
const NOT_INSTALLED =
  'Podman is not installed. Install it (apt, dnf or brew install podman, pacman -S podman) or set containers.socket.';

export type PodmanService = { socket: string; pid: number; stop(): Promise<void> };

export type StartPodmanService = Pick<
  OpenPodman,
  'runDir' | 'runtime' | 'temporaryDir' | 'environment' | 'onChild' | 'signal'
>;

/** Starts `podman system service` on a socket of its own in `runDir` and waits until it answers. */
export async function startPodmanService(options: StartPodmanService): Promise<PodmanService> {
  const socket = checkSocketPath(join(options.runDir, `podman-${randomUUID().slice(0, 8)}.sock`));
  await mkdir(options.runDir, { recursive: true, mode: 0o700 });
  if (options.temporaryDir) await mkdir(options.temporaryDir, { recursive: true, mode: 0o700 });
  const child = spawnService(socket, options);
  if (child.pid !== undefined) options.onChild?.(child.pid);
  const stop = () => stopService(child, socket);
  try {
    const failed = untilFailed(child);
    const pid = await Promise.race([untilAnswering(child, { socket, signal: options.signal }), failed]);
    failed.catch(() => undefined); // its end is ours or shows in the next call
    return { socket, pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function spawnService(socket: string, { runDir, runtime, temporaryDir, environment }: StartPodmanService) {
  const service = [...(runtime ? ['--runtime', runtime] : []), 'system', 'service', '--time=0'];
  // By `env`, whose way to say that there is no podman is an exit code.
  return spawn('env', ['podman', ...service, `unix://${socket}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...podmanEnvironment(environment), ...(temporaryDir && { TMPDIR: temporaryDir }) },
    // conmon leaves a file `oom` where the service was started, for each container that runs out of memory.
    cwd: runDir,
    // A session of its own: Ctrl-C must not end it before the containers are removed through it.
    detached: true,
  });
}

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin';
const NEEDED =
  /^(PATH|HOME|USER|LANG|TMPDIR|DBUS_SESSION_BUS_ADDRESS|(XDG|CONTAINERS|REGISTRY|STORAGE)_\w+|\w+_(proxy|PROXY))$/;

/** A service lives long and shows its environment to every process of its user: it gets what it needs and no more. */
function podmanEnvironment(host: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const needed = Object.entries(host).filter(([name]) => NEEDED.test(name));
  return { PATH: DEFAULT_PATH, ...Object.fromEntries(needed.filter(([, value]) => value !== undefined)) };
}

async function untilAnswering(
  child: ChildProcess,
  { socket, signal }: { socket: string; signal: AbortSignal | undefined },
): Promise<number> {
  const deadline = AbortSignal.timeout(READY_MS);
  const podman = connectPodman(socket);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const failure = await podman.ping().then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null && child.pid !== undefined) return child.pid;
      if (child.exitCode !== null) throw new PodmanError('podman system service ended at once.');
      if (deadline.aborted) {
        throw new PodmanError('podman system service does not answer: try `podman info`.', {
          cause: failure,
        });
      }
      await sleep(POLL_MS, undefined, signal ? { signal } : {});
    }
  } finally {
    await podman.close();
  }
}

/** Rejects with what the child complained of, once it has ended. */
async function untilFailed(child: ChildProcess): Promise<never> {
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-1_000);
  });
  const [code] = await once(child, 'close').catch((cause: unknown) => {
    throw new PodmanError(`podman did not start: ${cause}.`, { cause });
  });
  if (code === NOT_FOUND) throw new PodmanError(NOT_INSTALLED);
  const message = `podman system service ended (${code}): ${complaint}. Run \`commander doctor\`.`;
  throw new PodmanError(message);
}

async function stopService(child: ChildProcess, socket: string): Promise<void> {
  const running = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  if (running) {
    const ended = once(child, 'exit');
    const forced = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(forced);
  }
  await rm(socket, { force: true });
}
