import { type Range, readObjects } from './range.ts';

/** A file that differs between base and head; line counts are null for a binary file. */
export type ChangedFile = { path: string; added: number | null; deleted: number | null };

/** The files that differ between base and head. */
export async function readChanges({ repository, baseSha, headSha }: Range): Promise<ChangedFile[]> {
  const options = [
    '--numstat',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=none',
  ];
  const args = ['diff', ...options, '--end-of-options', baseSha, headSha, '--'];
  return parseNumstat(await readObjects(repository, { args }));
}

/** Reads `git diff --numstat -z --no-renames`: `added TAB deleted TAB path NUL`, with `-` for binary. */
export function parseNumstat(output: string): ChangedFile[] {
  return output
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [added = '-', deleted = '-', ...path] = entry.split('\t');
      return { path: path.join('\t'), added: lines(added), deleted: lines(deleted) };
    });
}

function lines(count: string): number | null {
  return count === '-' ? null : Number(count);
}
