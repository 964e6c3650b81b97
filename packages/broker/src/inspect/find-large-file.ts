import { formatBytes } from '@opencode-commander/task';
import { shownName } from '../shown-name.ts';
import { newCommits, type Range, readObjects } from './range.ts';

// So many times the largest file may all new files have together, unpacked.
const TOTAL_FACTOR = 10;

/** Why the work may not be published: a new file version is too large, as git unpacks it and whatever its pack takes. */
export async function findLargeFile(range: Range, maxFileBytes: number): Promise<string | null> {
  const objects = await readObjects(range.repository, {
    args: ['rev-list', '--objects', ...newCommits(range)],
  });
  const sizes = await readObjects(range.repository, {
    args: ['cat-file', '--batch-check=%(objecttype) %(objectsize) %(rest)', '--buffer'],
    input: objects,
  });
  return judgeSizes(sizes, maxFileBytes);
}

/** Reads lines of `type size path`. */
export function judgeSizes(lines: string, maxFileBytes: number): string | null {
  let total = 0;
  for (const line of lines.split('\n')) {
    const [type, size = '0', ...path] = line.split(' ');
    if (type !== 'blob') continue;
    total += Number(size);
    if (Number(size) > maxFileBytes) {
      const limit = formatBytes(maxFileBytes);
      return `holds ${shownName(path.join(' '))} with ${formatBytes(Number(size))}; a file may have ${limit}`;
    }
  }
  const limit = maxFileBytes * TOTAL_FACTOR;
  return total > limit
    ? `adds ${formatBytes(total)} of files; together they may have ${formatBytes(limit)}`
    : null;
}
