import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { HostEnvironment } from '../host-environment.ts';
import { GitError } from './git-error.ts';
import { mustRunGit } from './run-git.ts';
import type { Mirror } from './sync-mirror.ts';

const MAX_REFS_BYTES = 256 * 1024 * 1024;

/**
 * A bare repository that the sandbox clones from and pushes to. It holds what the agent pushed; all else is borrowed
 * from the mirror. Plain data: a successor that knows the three can go on with it.
 */
export type Quarantine = {
  path: string;
  /** The only branch that may be pushed, such as `agent/12-a1b2c3`. */
  branch: string;
  /** The largest pack of one push, in bytes. */
  maxPushBytes: number;
};

export type QuarantineRequest = {
  mirror: Mirror;
  /** The quarantine's own directory; it must not exist yet. */
  directory: string;
  branch: string;
  maxPushBytes: number;
  /** The branch that a clone checks out, the repository's default branch. */
  baseBranch?: string;
  environment?: HostEnvironment;
};

/** Makes the quarantine, with a snapshot of the mirror's heads and tags. Throws `GitError`. */
export async function createQuarantine(request: QuarantineRequest): Promise<Quarantine> {
  const { mirror, directory, branch, maxPushBytes, baseBranch = branch, environment = {} } = request;
  await checkBranches([branch, baseBranch], environment);
  await mkdir(directory, { mode: 0o700 });
  try {
    await mustRunGit({ environment, args: ['init', '--quiet', '--bare', '--template=', '--', directory] });
    await writeFile(join(directory, 'objects/info/alternates'), `${resolve(mirror.path, 'objects')}\n`);
    await writeFile(join(directory, 'packed-refs'), await snapshot(mirror, environment));
    await writeFile(join(directory, 'HEAD'), `ref: refs/heads/${baseBranch}\n`);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  return { path: directory, branch, maxPushBytes };
}

/** The mirror's refs in the format of git's `packed-refs`. */
function snapshot(mirror: Mirror, environment: HostEnvironment): Promise<string> {
  const args = ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags'];
  return mustRunGit({
    environment,
    args: [`--git-dir=${mirror.path}`, ...args],
    maxBytes: MAX_REFS_BYTES,
  });
}

async function checkBranches(branches: readonly string[], environment: HostEnvironment): Promise<void> {
  for (const branch of branches) {
    const args = ['check-ref-format', `refs/heads/${branch}`];
    await mustRunGit({ environment, args }).catch((cause) => {
      throw new GitError('failed', `${JSON.stringify(branch)} is no name of a branch.`, { cause });
    });
  }
}
