import type { GitStore } from './git-store.ts';

export type FileDiff = {
  filename: string;
  previousFilename: string | null;
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  additions: number;
  deletions: number;
  /** The blob's sha, the old one where the file was removed. */
  sha: string;
  /** The hunks, null where the file is binary or unchanged. */
  patch: string | null;
};

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const SAFE = ['--no-color', '--no-ext-diff', '--no-textconv', '-M', '--no-abbrev'];

/** What changed from one commit to another; `from` null: everything is new. */
export async function diffFiles(
  store: GitStore,
  path: string,
  { from, to }: { from: string | null; to: string },
): Promise<FileDiff[]> {
  const range = [from ?? EMPTY_TREE, to];
  const [names, patches] = await Promise.all([
    store.git(['diff', ...SAFE, '--raw', '--numstat', '-z', ...range], { path }),
    store.git(['diff', ...SAFE, '--patch', ...range], { path }),
  ]);
  return parseDiff(names.stdout, patches.stdout);
}

/** Joins the three things git says of the same files in the same order: raw entries, counts and patches. */
export function parseDiff(names: string, patchText: string): FileDiff[] {
  const tokens = names.split('\0').filter((token, i, all) => token !== '' || i < all.length - 1);
  const raw = readRaw(tokens);
  const counts = tokens.slice(raw.used).filter((token) => /^(\d+|-)\t(\d+|-)\t/.test(token));
  const patches = patchText.split(/^(?=diff --git )/m).filter(Boolean);
  return raw.entries.map((entry, i) => {
    const [additions, deletions] = (counts[i] ?? '').split('\t');
    return {
      ...entry,
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
      patch: hunks(patches[i] ?? ''),
    };
  });
}

type Entry = Pick<FileDiff, 'filename' | 'previousFilename' | 'status' | 'sha'>;

function readRaw(tokens: readonly string[]): { entries: Entry[]; used: number } {
  const entries: Entry[] = [];
  let at = 0;
  while (tokens[at]?.startsWith(':')) {
    const [, , oldSha = '', newSha = '', letter = 'M'] = (tokens[at] ?? '').split(' ');
    const moved = letter.startsWith('R') || letter.startsWith('C');
    const first = tokens[at + 1] ?? '';
    entries.push({
      filename: moved ? (tokens[at + 2] ?? '') : first,
      previousFilename: moved ? first : null,
      status: statusOf(letter),
      sha: letter === 'D' ? oldSha : newSha,
    });
    at += moved ? 3 : 2;
  }
  return { entries, used: at };
}

function statusOf(letter: string): FileDiff['status'] {
  const known: Record<string, FileDiff['status']> = {
    A: 'added',
    D: 'removed',
    M: 'modified',
    R: 'renamed',
    C: 'copied',
  };
  return known[letter.charAt(0)] ?? 'changed';
}

function hunks(patch: string): string | null {
  const start = patch.search(/^@@ /m);
  return start < 0 ? null : patch.slice(start).replace(/\n$/, '');
}
