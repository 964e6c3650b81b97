import { expect, it } from 'vitest';
import { formatDiff } from '../../src/show/format-diff.ts';
import { createPaint } from '../../src/show/paint.ts';

const plainPaint = createPaint(false, {});
const marked = (name: string) => (text: string) => `<${name}>${text}`;
const paint = {
  ...{ dim: marked('dim'), bold: marked('bold'), red: marked('red') },
  ...{ green: marked('green'), yellow: marked('yellow'), cyan: marked('cyan') },
};
const files = [{ path: 'a', added: 1, deleted: 1 }];
const diff = 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-old\n+new\u001b[2J\n same\n';

it('paints what was added and removed, and lets a terminal obey nothing', () => {
  expect(formatDiff({ files, diff, truncated: true }, paint)).toEqual([
    '<bold>diff --git a/a b/a',
    '<bold>--- a/a',
    '<bold>+++ b/a',
    '<cyan>@@ -1 +1 @@',
    '<red>-old',
    '<green>+new[2J',
    ' same',
    '<dim>There is more: this is the beginning.',
  ]);
});

it('says that nothing was published', () => {
  expect(formatDiff({ files: [], diff: '', truncated: false }, plainPaint)).toEqual([
    'Nothing was published yet.',
  ]);
});
