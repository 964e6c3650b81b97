import type { GitStore } from './git-store.ts';

export type Ref = { name: string; sha: string };

/** Every ref below a prefix such as `refs/heads/`, in the order of their names. */
export async function listRefs(store: GitStore, path: string, prefix: string): Promise<Ref[]> {
  const format = '--format=%(objectname) %(refname)';
  const { stdout } = await store.git(['for-each-ref', format], { path });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ sha: line.slice(0, 40), name: line.slice(41) }))
    .filter((ref) => ref.name.startsWith(prefix));
}

export async function branchSha(store: GitStore, path: string, branch: string): Promise<string | null> {
  return resolve(store, path, `refs/heads/${branch}`);
}

/** The commit that a branch, a tag, a full ref or a (shortened) sha names; null when there is none. */
export async function resolveCommit(store: GitStore, path: string, name: string): Promise<string | null> {
  const sha = /^[0-9a-f]{4,40}$/.test(name) ? [name] : [];
  const bare = name.replace(/^refs\//, '');
  for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${bare}`, ...sha]) {
    const found = await resolve(store, path, candidate);
    if (found !== null) return found;
  }
  return null;
}

export async function writeRef(store: GitStore, path: string, ref: Ref): Promise<void> {
  await store.git(['update-ref', ref.name, ref.sha], { path });
}

/** Moves a ref that still is where it was; false when it is not. */
export async function moveRef(store: GitStore, path: string, move: Ref & { from: string }): Promise<boolean> {
  const args = ['update-ref', move.name, move.sha, move.from];
  return (await store.git(args, { path, allow: [1, 128] })).code === 0;
}

export async function deleteRef(store: GitStore, path: string, name: string): Promise<void> {
  await store.git(['update-ref', '-d', name], { path });
}

export async function isValidRef(store: GitStore, name: string): Promise<boolean> {
  return (await store.git(['check-ref-format', name], { allow: [1] })).code === 0;
}

export async function isAncestor(
  store: GitStore,
  path: string,
  [a, b]: readonly [string, string],
): Promise<boolean> {
  return (await store.git(['merge-base', '--is-ancestor', a, b], { path, allow: [1, 128] })).code === 0;
}

export async function mergeBase(
  store: GitStore,
  path: string,
  [a, b]: readonly [string, string],
): Promise<string | null> {
  return (await store.git(['merge-base', a, b], { path, allow: [1, 128] })).stdout.trim() || null;
}

/** How many commits `head` has that `base` has not, and the other way round. */
export async function aheadBehind(
  store: GitStore,
  path: string,
  { base, head }: { base: string; head: string },
): Promise<{ ahead: number; behind: number }> {
  const { stdout } = await store.git(['rev-list', '--left-right', '--count', `${base}...${head}`], { path });
  const [behind = 0, ahead = 0] = stdout.trim().split('\t').map(Number);
  return { ahead, behind };
}

async function resolve(store: GitStore, path: string, name: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const { code, stdout } = await store.git(args, { path, allow: [1, 128] });
  return code === 0 ? stdout.trim() : null;
}
