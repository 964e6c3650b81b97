import type { Signature } from './commits.ts';
import type { GitStore } from './git-store.ts';
import { mergeBase } from './refs.ts';

/** The tree that merging gives, null where the two conflict. */
export async function mergeTree(
  store: GitStore,
  path: string,
  { base, head }: { base: string; head: string },
): Promise<string | null> {
  // git refuses to look at two that have nothing in common.
  if ((await mergeBase(store, path, [base, head])) === null) return null;
  const run = await store.git(['merge-tree', '--write-tree', base, head], { path, allow: [1] });
  return run.code === 0 ? (run.stdout.split('\n')[0] ?? null) : null;
}

export type NewCommit = {
  tree: string;
  parents: readonly string[];
  message: string;
  author: Signature;
  committer: Signature;
};

export async function writeCommit(store: GitStore, path: string, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const { stdout } = await store.git(['commit-tree', commit.tree, ...parents, '-F', '-'], {
    path,
    input: commit.message,
    environment: {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: commit.author.date,
      GIT_COMMITTER_NAME: commit.committer.name,
      GIT_COMMITTER_EMAIL: commit.committer.email,
      GIT_COMMITTER_DATE: commit.committer.date,
    },
  });
  return stdout.trim();
}
