import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { fit, formatTable } from '../../src/show/format-table.ts';

it('gives the last column what room is left', () => {
  const rows = [
    ['12-a1b2c3', 'acme/web#12', 'Make the page say hello'],
    ['7-000000', 'a/b#7', 'Short'],
  ];
  expect(formatTable({ head: ['TASK', 'ISSUE', 'TITLE'], rows }, 40)).toEqual([
    'TASK       ISSUE        TITLE',
    '12-a1b2c3  acme/web#12  Make the page s…',
    '7-000000   a/b#7        Short',
  ]);
});

it.each([
  ['日本語のタイトル', 7, '日本語…'],
  ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
  ['exactly', 7, 'exactly'],
])('cuts %s to %i columns', (text, columns, expected) => expect(fit(text, columns)).toBe(expected));

it('fits the terminal, and keeps every column but the last whole', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9-]{1,20}$/),
      cell,
      fc.integer({ min: 40, max: 200 }),
      (id, title, columns) => {
        const lines = formatTable({ head: ['TASK', 'TITLE'], rows: [[id, title]] }, columns);
        expect(lines).toHaveLength(2);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines[1]?.startsWith(id)).toBe(true);
      },
    ),
  );
});
