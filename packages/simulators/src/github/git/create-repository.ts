import { join } from 'node:path';
import { commitFiles } from './commit-files.ts';
import type { GitStore } from './git-store.ts';

export type Origin = {
  owner: string;
  name: string;
  defaultBranch: string | null;
  /** A git repository to take branches, tags and history from. */
  from: string | null;
  /** Contents of a first commit. */
  files: Readonly<Record<string, string>> | null;
  /** When the first commit was made, ISO 8601. */
  at: string;
};

/** Makes a bare repository on disk and answers with its path and its default branch. */
export async function createBareRepository(
  store: GitStore,
  origin: Origin,
): Promise<{ path: string; defaultBranch: string }> {
  const path = join(store.root, origin.owner, `${origin.name}.git`);
  const branch = origin.defaultBranch ?? (origin.from === null ? 'main' : await branchOf(store, origin.from));
  await store.git(['init', '--quiet', '--bare', `--initial-branch=${branch}`, path]);
  if (origin.from !== null) await copyHistory(store, path, { from: origin.from, branch });
  if (origin.files !== null)
    await commitFiles(store, path, {
      branch,
      files: origin.files,
      message: 'Initial commit',
      author: { name: 'GitHub', email: 'noreply@github.com' },
      at: origin.at,
      from: null,
    });
  return { path, defaultBranch: branch };
}

/** What is checked out where the history comes from; `main` when that is no branch. */
async function branchOf(store: GitStore, from: string): Promise<string> {
  const { stdout } = await store.git(['-C', from, 'symbolic-ref', '--short', '--quiet', 'HEAD'], {
    allow: [1],
  });
  return stdout.trim() || 'main';
}

async function copyHistory(
  store: GitStore,
  path: string,
  copy: { from: string; branch: string },
): Promise<void> {
  const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  await store.git(['fetch', '--quiet', '--update-head-ok', '--update-shallow', copy.from, ...refs], { path });
  const known = await store.git(['rev-parse', '--verify', '--quiet', `refs/heads/${copy.branch}`], {
    path,
    allow: [1],
  });
  // A detached checkout, as continuous integration makes it, has no branch: its commit becomes the default branch.
  if (known.code !== 0)
    await store.git(['fetch', '--quiet', '--update-shallow', copy.from, `HEAD:refs/heads/${copy.branch}`], {
      path,
    });
}
