import { expect, it } from 'vitest';
import { splitDiff } from '../../../src/pages/task/split-diff.ts';

const DIFF = `diff --git a/src/b c.ts b/src/b c.ts
index 1..2 100644
--- a/src/b c.ts
+++ b/src/b c.ts
@@ -1,2 +1,2 @@
 same
--- a line that was removed
+++ a line that was added
diff --git a/x.png b/x.png
new file mode 100644
Binary files /dev/null and b/x.png differ
`;

it('tells the files of a diff and what each line is', () => {
  const [first, second, ...others] = splitDiff(DIFF);
  expect(others).toEqual([]);
  expect(first?.path).toBe('src/b c.ts');
  expect(first?.lines.map(({ kind }) => kind)).toEqual([
    ...['about', 'about', 'about', 'hunk', 'same', 'removed', 'added'],
  ]);
  expect(second).toEqual({
    path: 'x.png',
    lines: [
      { kind: 'about', text: 'new file mode 100644' },
      { kind: 'about', text: 'Binary files /dev/null and b/x.png differ' },
    ],
  });
});

it.each(['', 'no diff at all\n'])('finds no file in %j', (text) => {
  expect(splitDiff(text)).toEqual([]);
});
