import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { PodmanError } from '../podman/podman-error.ts';

const PACKAGES = 'bash,ca-certificates,git,ripgrep,socat,tini';
/** What a container never reads. */
const LEFT_OUT = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*', '/usr/share/info/*'];

/** A Debian root file system as a tar stream, and whether mmdebstrap made it whole. */
export type DebianBase = AsyncDisposable & { tar: Readable; done: Promise<void> };

/** Makes Debian 12 with an agent's tools from the distribution's packages. Throws PodmanError through `done`. */
export function bootstrapDebian(signal?: AbortSignal): DebianBase {
  const excludes = LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`);
  const args = ['--quiet', '--variant=minbase', `--include=${PACKAGES}`, ...excludes, 'bookworm', '-'];
  const child = spawn('mmdebstrap', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  // SIGTERM lets it remove its temporary directories; it ends soon after.
  const kill = () => child.kill();
  signal?.addEventListener('abort', kill, { once: true });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(spawnError(error)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(failure(code, complaint))));
  }).finally(() => signal?.removeEventListener('abort', kill));
  done.catch(() => child.stdout.destroy());
  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) kill();
    await done.catch(() => undefined);
  };
  return { tar: child.stdout, done, [Symbol.asyncDispose]: stop };
}

function spawnError(error: NodeJS.ErrnoException): PodmanError {
  const advice =
    error.code === 'ENOENT'
      ? 'No registry is reachable and mmdebstrap is not installed. Install it (apt install mmdebstrap), or make docker.io reachable'
      : `mmdebstrap did not start: ${error.message}`;
  return new PodmanError(`The agent image has no base: ${advice}.`, { cause: error });
}

function failure(code: number | null, complaint: string): PodmanError {
  const last = complaint.trim().split('\n').slice(-3).join(' · ');
  return new PodmanError(
    `The agent image has no base: mmdebstrap failed (${code ?? 'killed'}). Is a Debian mirror reachable? ${last}`,
  );
}
