import { newCommits, type Range, readObjects } from './range.ts';

const MAX_LISTING_BYTES = 128 * 1024 * 1024;

/**
 * Throws `Unreadable` when a new commit's tree unfolds to an absurd number of files (a few small trees that name each
 * other do). A comparison keeps every path in memory; a listing streams, and so can be stopped in time.
 */
export async function requireBoundedTrees(range: Range): Promise<void> {
  const output = await readObjects(range.repository, { args: ['log', '--format=%T', ...newCommits(range)] });
  for (const tree of new Set(output.split('\n').filter(Boolean))) {
    await readObjects(range.repository, {
      args: ['ls-tree', '-r', '-z', '--name-only', tree],
      maxBytes: MAX_LISTING_BYTES,
      onOutput: () => undefined,
    });
  }
}
