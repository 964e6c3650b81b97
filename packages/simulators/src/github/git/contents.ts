import type { GitStore } from './git-store.ts';

export type TreeEntry = {
  type: 'file' | 'dir' | 'symlink' | 'submodule';
  path: string;
  sha: string;
  size: number;
};
export type Contents =
  | { type: 'file'; entry: TreeEntry; bytes: Buffer }
  | { type: 'dir'; entries: TreeEntry[] };

/** The file or directory at `file` in a commit; '' is the root, null: there is nothing. */
export async function readContents(
  store: GitStore,
  path: string,
  { sha, file }: { sha: string; file: string },
): Promise<Contents | null> {
  const name = file.replace(/^\/+|\/+$/g, '');
  if (name === '') return { type: 'dir', entries: await listTree(store, path, [sha]) };
  const [entry] = await listTree(store, path, [sha, '--', name]);
  if (!entry) return null;
  if (entry.type === 'dir')
    return { type: 'dir', entries: await listTree(store, path, [sha, '--', `${name}/`]) };
  return { type: 'file', entry, bytes: await readBlob(store, path, entry.sha) };
}

async function listTree(store: GitStore, path: string, args: readonly string[]): Promise<TreeEntry[]> {
  const { stdout } = await store.git(['ls-tree', '-z', '--long', ...args], { path });
  return stdout.split('\0').filter(Boolean).map(toEntry);
}

function toEntry(line: string): TreeEntry {
  const [head = '', path = ''] = [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)];
  const [mode, kind, sha = '', size = '0'] = head.split(/ +/);
  const type =
    kind === 'tree' ? 'dir' : kind === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
  return { type, path, sha, size: Number(size) || 0 };
}

async function readBlob(store: GitStore, path: string, sha: string): Promise<Buffer> {
  return (await store.git(['cat-file', 'blob', sha], { path })).bytes;
}
