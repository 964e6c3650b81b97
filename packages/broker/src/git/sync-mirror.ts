import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostEnvironment } from '../host-environment.ts';
import { GitError } from './git-error.ts';
import { lockDirectory } from './lock-directory.ts';
import { probeRemote } from './probe-remote.ts';
import { checkRemote, type Remote, remoteSettings } from './remote.ts';
import { mustRunGit, runGit } from './run-git.ts';

const FETCH_TIMEOUT_MS = 30 * 60_000;

/** A bare copy of a remote repository on this host. Its objects are never pruned: quarantines borrow them. */
export type Mirror = { path: string };

export type MirrorRequest = {
  /** The mirror's own directory, made when absent: one per repository. */
  directory: string;
  remote: Remote;
  environment?: HostEnvironment;
  signal?: AbortSignal;
};

/**
 * Brings the mirror in `directory` to the heads and tags that the remote has now. Safe when several do it at once,
 * in this process or another: they take turns. Throws `GitError` saying whether the repository is unknown, the
 * token refused, the remote unreachable, or this host's git the reason.
 */
export async function syncMirror(request: MirrorRequest): Promise<Mirror> {
  const { directory, remote, environment = {}, signal } = request;
  checkRemote(remote);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await using held = await lockDirectory(directory, join(directory, 'commander-sync'), signal);
  const git = { environment, signal: signal ? AbortSignal.any([signal, held.lost]) : held.lost };
  await mustRunGit({ ...git, args: ['init', '--quiet', '--bare', '--template=', '--', directory] });
  await removeDeadLocks(directory);
  const result = await runGit({
    ...git,
    args: fetchArguments(directory, remote.url),
    settings: remoteSettings(remote),
    timeoutMs: FETCH_TIMEOUT_MS,
  });
  if (result.status === 'exited' && result.code === 0) return { path: directory };
  await probeRemote({ remote, service: 'git-upload-pack', environment, signal });
  const cause = new GitError('failed', result.status === 'exited' ? result.stderr.trim() : result.status, {
    authorization: remote.authorization,
  });
  throw new GitError('failed', `${remote.url} answers, but fetching it into ${directory} failed.`, { cause });
}

function fetchArguments(directory: string, url: string): string[] {
  const options = ['--quiet', '--prune', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  return [`--git-dir=${directory}`, 'fetch', ...options, '--', url, ...refs];
}

/** A git that was killed outright leaves ref locks for ever; we hold the mirror, so old ones are nobody's. */
async function removeDeadLocks(directory: string): Promise<void> {
  const refs = await readdir(join(directory, 'refs'), { recursive: true });
  const names = [...(await readdir(directory)), ...refs.map((name) => join('refs', name))];
  for (const name of names.filter((name) => name.endsWith('.lock'))) {
    const path = join(directory, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > FETCH_TIMEOUT_MS) await rm(path, { force: true });
  }
}
