import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AddedLine, createAddedLines } from '../../src/inspect/added-lines.ts';
import { credentialIn, searchable } from '../../src/inspect/credential-patterns.ts';
import { judgeSizes } from '../../src/inspect/find-large-file.ts';
import { protectedPaths } from '../../src/inspect/find-protected-path.ts';
import { parseNumstat } from '../../src/inspect/read-changes.ts';

const PLAIN = `commit ${'a'.repeat(40)}

diff --git a/x b/x
--- a/x
+++ b/x
@@ -1,2 +1,3 @@ +context
-removed
-+removed
+added
+++ b/not-a-header
+@@ -1 +1 @@
\\ No newline at end of file
diff --git "a/t\\tab" "b/t\\tab"
--- /dev/null
+++ "b/t\\tab"
@@ -0,0 +1 @@
+second
`;
const COMBINED = `commit ${'b'.repeat(40)}

diff --cc y
--- a/y
+++ b/y
@@@ -1,1 -1,1 +1,3 @@@
- removed
 -removed
++ours
 +from one side
`;

function read(patch: string, cuts: readonly number[]): AddedLine[] {
  const lines: AddedLine[] = [];
  const reader = createAddedLines((line) => lines.push(line));
  const bytes = Buffer.from(patch);
  const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
  [0, ...places].forEach((start, i) => {
    reader.push(bytes.subarray(start, places[i]));
  });
  reader.end();
  return lines;
}

test('finds what is added, however the patch is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
      expect(read(PLAIN + COMBINED, cuts)).toEqual([
        { path: 'x', text: 'added' },
        { path: 'x', text: '++ b/not-a-header' },
        { path: 'x', text: '@@ -1 +1 @@' },
        { path: 't\\tab', text: 'second' },
        { path: 'y', text: 'ours' },
        { path: 'y', text: 'from one side' },
      ]);
    }),
  );
});

test.each([
  ['nothing', 'const token = process.env.TOKEN', null],
  ['an example key of the documentation', 'AKIAIOSFODNN7EXAMPLE', null],
  ['a short secret', 'abc', null],
  ['one line of a secret of many', 'x second-line-of-it y', "one of commander's own secrets"],
  ['a secret beyond ASCII', Buffer.from('pässwörd-äöü').toString('latin1'), "one of commander's own secrets"],
])('in %s', (_name, line, found) => {
  expect(credentialIn(line, searchable(['abc', 'first\nsecond-line-of-it', 'pässwörd-äöü']))).toBe(found);
});

test('sizes are judged one by one and together', () => {
  expect(judgeSizes('blob 10 a b\ntree 999 \nblob 5 c\n', 10)).toBeNull();
  expect(judgeSizes('blob 11 a b\n', 10)).toBe('holds a b with 11 B; a file may have 10 B');
  expect(judgeSizes('blob 10 x\n'.repeat(11), 10)).toContain('adds 110 B');
});

test.each([
  ['.github/workflows/**', '.github/workflows/x.yml', true],
  ['.github/workflows/**', '.github/dependabot.yml', false],
  ['.github/workflows/**', '.GitHub/Workflows/x.yml', true],
  ['/deploy/', 'deploy/a', true],
  ['deploy', 'src/deploy', false],
  ['**/*.pem', 'a/b/.c.pem', true],
  ['*.lock', 'a/b.lock', false],
  ['{a,b}/c', 'b/c', true],
])('%s covers %s: %s', (pattern, path, expected) => {
  expect(protectedPaths([pattern])(path)).toBe(expected);
});

test('reads changes of files with any name', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }).filter((name) => !name.includes('\0')));
  fc.assert(
    fc.property(names, fc.nat(), (paths, added) => {
      const output = paths.map((path) => `${added}\t-\t${path}\0`).join('');
      expect(parseNumstat(output)).toEqual(paths.map((path) => ({ path, added, deleted: null })));
    }),
  );
});
