import fc from 'fast-check';
import { expect, it } from 'vitest';
import { oneLine, printable } from '../src/index.ts';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
const nasty = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '\n',
      '\r',
      '\t',
      '\u001b[2J',
      '\u0000',
      '\u0085',
      '\u200b',
      '\u200d',
      '\u202e',
      '\u2028',
    ),
    fc.constantFrom('\u2066', '\ufeff', '\u{e0041}', '\u00ad', '\ud800', '\u{1f600}', '\u061c'),
  ),
);

it('keeps lines and tabs, and nothing else that is not seen', () => {
  fc.assert(
    fc.property(nasty, (pieces) => {
      expect(printable(pieces.join('')).replace(/[\n\t]/g, '')).not.toMatch(HIDDEN);
    }),
  );
  expect(printable('one\r\ntwo\tthree\n')).toBe('one\ntwo\tthree\n');
  expect(printable('a\u202eb\u001b[31mc\u200b 😀 ä')).toBe('ab[31mc 😀 ä');
});

it('makes one line of at most so many characters', () => {
  fc.assert(
    fc.property(nasty, fc.integer({ min: 1, max: 40 }), (pieces, maxLength) => {
      const line = oneLine(pieces.join(''), maxLength);
      expect(line).not.toMatch(HIDDEN);
      expect(line.length).toBeLessThanOrEqual(maxLength);
      expect(line).toBe(line.trim());
    }),
  );
  expect(oneLine('  one\r\n  two\tthree ', 80)).toBe('one two three');
  expect(oneLine('😀😀😀', 4)).toBe('😀…');
});
