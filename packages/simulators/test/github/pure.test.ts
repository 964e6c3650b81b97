import { expect, test } from 'vitest';
import { parseDiff } from '../../src/github/git/diff.ts';
import { linkHeader } from '../../src/github/http/answer.ts';
import { permissionsFor } from '../../src/github/http/installation-permission.ts';
import { closingNumbers } from '../../src/github/state/closing-keywords.ts';
import { hunkAt } from '../../src/github/state/hunk-at.ts';

test('closing keywords are GitHub’s, and only where a reader sees them', () => {
  const of = (text: string) => closingNumbers(text, 'acme/widget');
  expect(of('Closes #1, fixes #2 and Resolved: #3')).toEqual([1, 2, 3]);
  expect(of('close acme/widget#4, closes other/repo#5')).toEqual([4]);
  expect(of('See #6. Encloses #7. <!-- closes #8 --> `fixes #9` closes#10')).toEqual([]);
});

test('a Link header names first, previous, next and last where there are such', () => {
  const of = (page: number, total: number) =>
    linkHeader('http://x/y?per_page=2', { page, perPage: 2, total })
      ?.match(/rel="\w+"/g)
      ?.join(' ') ?? null;
  expect(of(1, 2)).toBeNull();
  expect(of(1, 3)).toBe('rel="next" rel="last"');
  expect(of(2, 5)).toBe('rel="prev" rel="next" rel="last" rel="first"');
  expect(of(3, 5)).toBe('rel="prev" rel="first"');
  expect(of(9, 5)).toBe('rel="prev" rel="first"');
});

test('a diff’s names, counts and patches are joined by their order', () => {
  const raw = ':100644 100644 aaa bbb M\0a.txt\0:100644 100644 ccc ddd R090\0old\0new\0';
  const counts = '1\t2\ta.txt\0' + '-\t-\t\0old\0new\0';
  const patch =
    'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-diff --git\n+x\ndiff --git a/old b/new\nBinary\n';
  expect(parseDiff(raw + counts, patch)).toEqual([
    {
      filename: 'a.txt',
      previousFilename: null,
      status: 'modified',
      sha: 'bbb',
      additions: 1,
      deletions: 2,
      patch: '@@ -1 +1 @@\n-diff --git\n+x',
    },
    {
      filename: 'new',
      previousFilename: 'old',
      status: 'renamed',
      sha: 'ddd',
      additions: 0,
      deletions: 0,
      patch: null,
    },
  ]);
});

test('a review comment’s hunk ends at its line', () => {
  const patch = '@@ -1,3 +1,3 @@\n a\n-b\n+c\n d\n@@ -9 +9 @@\n-x\n+y';
  expect(hunkAt(patch, { line: 2, side: 'RIGHT' })).toBe('@@ -1,3 +1,3 @@\n a\n-b\n+c');
  expect(hunkAt(patch, { line: 2, side: 'LEFT' })).toBe('@@ -1,3 +1,3 @@\n a\n-b');
  expect(hunkAt(patch, { line: 9, side: 'RIGHT' })).toBe('@@ -9 +9 @@\n-x\n+y');
  expect(hunkAt(patch, { line: 7, side: 'RIGHT' })).toBeNull();
});

test('each operation needs its permission of an app', () => {
  expect(permissionsFor('POST /repos/{owner}/{repo}/issues')).toEqual(['issues', 'pull_requests']);
  expect(permissionsFor('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge')).toEqual(['contents']);
  expect(permissionsFor('GET /repos/{owner}/{repo}/commits/{ref}/check-runs')).toEqual(['checks']);
  expect(permissionsFor('GET /repos/{owner}/{repo}/collaborators')).toEqual(['metadata']);
  expect(permissionsFor('PATCH /repos/{owner}/{repo}')).toEqual(['administration']);
});
