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

it('puts what does not fit beside the rest on lines of its own', () => {
  const rows = [
    ['1', '12-a1b2c3', 'acme/web#12', 'critical', '5 min ago', 'タイトルはとても長いので切られます'],
    ['20', '7-000000', 'an-organization/a-repository-of-it#1234567', 'low', 'now', 'Short'],
  ];
  const head = ['#', 'TASK', 'ISSUE', 'PRIORITY', 'CREATED', 'TITLE'];
  const notes = [[], ['waits for acme/web#3']];
  expect(formatTable({ head, rows, notes }, 40, (line) => `(${line})`)).toEqual([
    '(#   TASK)',
    '(  ISSUE)',
    '(  PRIORITY  CREATED    TITLE)',
    '1   12-a1b2c3',
    '  acme/web#12',
    '  critical  5 min ago  タイトルはとても…',
    '20  7-000000',
    '  an-organization/a-repository-of-it#12…',
    '  low       now        Short',
    '  waits for acme/web#3',
  ]);
});

it('takes all the room it wants where no terminal says how much there is', () => {
  const rows = [['12-a1b2c3', 'x'.repeat(300)]];
  expect(formatTable({ head: ['TASK', 'TITLE'], rows }, Number.POSITIVE_INFINITY)[1]).toBe(
    `12-a1b2c3  ${'x'.repeat(300)}`,
  );
});

it.each([
  ['日本語のタイトル', 7, '日本語…'],
  ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
  ['exactly', 7, 'exactly'],
])('cuts %s to %i columns', (text, columns, expected) => expect(fit(text, columns)).toBe(expected));

it('fits the terminal however many columns it has, and shows every cell', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.stringMatching(/^[a-z0-9-]{1,20}$/), cell, cell, cell), { maxLength: 5 }),
      fc.integer({ min: 24, max: 200 }),
      (rows, columns) => {
        const lines = formatTable({ head: ['TASK', 'ISSUE', 'SINCE', 'TITLE'], rows }, columns);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        for (const [id] of rows)
          expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${id}( |$)`)));
      },
    ),
  );
});
