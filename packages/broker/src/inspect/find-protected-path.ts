import picomatch from 'picomatch';
import { shownName } from '../shown-name.ts';
import { newCommits, type Range, readObjects } from './range.ts';

/** Why the work may not be published: a new commit touches a protected path, even if a later one takes it back. */
export async function findProtectedPath(range: Range, patterns: readonly string[]): Promise<string | null> {
  if (patterns.length === 0) return null;
  const options = ['--format=', '--name-only', '-z', '--no-renames', '--diff-merges=combined'];
  const output = await readObjects(range.repository, { args: ['log', ...options, ...newCommits(range)] });
  const isProtected = protectedPaths(patterns);
  const paths = output.split('\0').map((path) => path.replace(/^\n/, ''));
  const path = paths.find((path) => path !== '' && isProtected(path));
  return path === undefined ? null : `touches ${shownName(path)}, which is protected`;
}

/** A test for paths: `*`, `**`, `?`, `{a,b}` as in shells, dot files included; a plain path covers what is beneath it. */
export function protectedPaths(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns
    .map((pattern) => pattern.replace(/^\.?\//, '').replace(/\/+$/, ''))
    .flatMap((pattern) => [pattern, `${pattern}/**`]);
  return picomatch(globs, { dot: true, nocase: true });
}
