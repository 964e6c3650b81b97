import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plain } from '../../src/show/plain.ts';

it.each([
  ['\u001b[31mred\u001b[0m', '[31mred[0m'],
  ['a\u0007\u0000b\u009bc', 'abc'],
  ['one\r\ntwo\n\n three', 'one two three'],
  ['a\tb', 'a  b'],
  ['cod\u202efdp.exe', 'codfdp.exe'],
  ['👩‍👩‍👧 größe', '👩‍👩‍👧 größe'],
])('makes %j harmless', (text, expected) => expect(plain(text)).toBe(expected));

it('leaves nothing a terminal would obey, whatever it gets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plain(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
      expect(plain(plain(text))).toBe(plain(text));
    }),
  );
});
