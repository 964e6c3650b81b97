import { spawn } from 'node:child_process';
import { rm, statfs } from 'node:fs/promises';
import { kill as killProcess } from 'node:process';
import type { Readable } from 'node:stream';
import { formatBytes } from '@opencode-commander/task';
import { PodmanError } from '../podman/podman-error.ts';
import type { EnsureAgentImage } from './ensure-agent-image.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const PACKAGES = 'bash,ca-certificates,git,ripgrep,socat,tini';
/** What a container never reads. */
const LEFT_OUT = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*', '/usr/share/info/*'];

/** A Debian root file system as a tar stream, and whether mmdebstrap made it whole. */
export type DebianBase = AsyncDisposable & { tar: Readable; done: Promise<void>; stop(): Promise<void> };

export type BootstrapDebian = Pick<EnsureAgentImage, 'temporaryDir' | 'onChild' | 'signal'>;

/** What `env` ends with when there is no such program. */
const NOT_FOUND = 127;
/** What it takes while it is made. */
const NEEDED_BYTES = 400 * 1024 ** 2;

/** Makes Debian 12 with an agent's tools from the distribution's packages. Throws PodmanError through `done`. */
export async function bootstrapDebian({
  temporaryDir,
  onChild,
  signal,
}: BootstrapDebian): Promise<DebianBase> {
  signal?.throwIfAborted();
  // Interrupted early, mmdebstrap leaves a directory behind: it gets one of ours for it.
  const directory = await temporaryDirectory('commander-debian-', temporaryDir);
  const child = startMmdebstrap(directory);
  if (child.pid !== undefined) onChild?.(child.pid);
  const kill = () => killGroup(child);
  signal?.addEventListener('abort', kill, { once: true });
  const done = untilDone(child, directory).finally(() => signal?.removeEventListener('abort', kill));
  done.catch(() => child.stdout.destroy());
  const stop = async () => {
    kill();
    await done.catch(() => undefined);
    await rm(directory, { recursive: true, force: true });
  };
  return { tar: child.stdout, done, stop, [Symbol.asyncDispose]: stop };
}

function startMmdebstrap(directory: string) {
  const excludes = LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`);
  const options = ['--aptopt=Acquire::Retries "3"', ...excludes];
  const args = ['--quiet', '--variant=minbase', `--include=${PACKAGES}`, ...options, 'bookworm', '-'];
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  // Detached, because an interrupted mmdebstrap sends SIGHUP to its whole process group: ours, otherwise.
  return spawn('env', [`TMPDIR=${directory}`, 'mmdebstrap', ...args], { stdio, detached: true });
}

/** Told alone, mmdebstrap would wait for apt and dpkg to end by themselves. */
function killGroup({ pid, exitCode, signalCode }: ReturnType<typeof startMmdebstrap>): void {
  if (pid !== undefined && exitCode === null && signalCode === null) killProcess(-pid);
}

async function untilDone(child: ReturnType<typeof startMmdebstrap>, directory: string): Promise<void> {
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code === 0) return;
  const { bavail, bsize } = await statfs(directory);
  const failure = { code, complaint, directory, freeBytes: bavail * bsize };
  throw new PodmanError(`The agent image has no base: ${advice(failure)}`);
}

type Failure = { code: number | null; complaint: string; directory: string; freeBytes: number };

function advice({ code, complaint, directory, freeBytes }: Failure): string {
  if (code === NOT_FOUND) {
    return 'no registry is reachable and mmdebstrap is not installed. Install it (apt install mmdebstrap), make docker.io reachable, or name an image that is there in containers.image.';
  }
  // What it says itself of a full disk comes long before its last lines.
  if (freeBytes < NEEDED_BYTES)
    return `mmdebstrap needs ${formatBytes(NEEDED_BYTES)}, and the disk of ${directory} has ${formatBytes(freeBytes)} free. Make room there.`;
  const last = complaint.trim().split('\n').slice(-3).join(' · ');
  return `mmdebstrap failed (${code ?? 'killed'}). Is a Debian mirror reachable? ${last}`;
}
