import { createHash } from 'node:crypto';
import type { HostEnvironment } from '../host-environment.ts';
import { mustRunGit } from './run-git.ts';
import type { Mirror } from './sync-mirror.ts';

const FLAKE = 'flake.nix';
/** Where what a flake says usually stands; a directory counts with all that is in it. */
const PLACES = [FLAKE, 'flake.lock', 'default.nix', 'shell.nix', 'nix'];

/** A repository's flake.nix at a commit. */
export type Flake = {
  /** In hex: another one when the flake, its lock or the usual files beside them are others. */
  digest: string;
};

/** What a commit has of a flake at its root, without a look into it; null when there is none. Throws `GitError`. */
export async function findFlake(
  repository: Pick<Mirror, 'path'>,
  { commit, environment = {} }: { commit: string; environment?: HostEnvironment },
): Promise<Flake | null> {
  const args = [`--git-dir=${repository.path}`, 'ls-tree', '-z', '--full-tree', commit, '--', ...PLACES];
  const listing = await mustRunGit({ environment, args });
  // A file or a link: whether nix takes it is for nix to say, which runs in the container only.
  const hasFlake = listing.split('\0').some((entry) => /^1[02]0\d{3} blob \w+\tflake\.nix$/.test(entry));
  return hasFlake ? { digest: createHash('sha256').update(listing).digest('hex') } : null;
}
