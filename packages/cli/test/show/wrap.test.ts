import { expect, it } from 'vitest';
import { wrap } from '../../src/show/wrap.ts';

it('leaves a line alone that fits, however wide the terminal is', () => {
  expect(wrap('Held   no room', 14, 7)).toEqual(['Held   no room']);
  expect(wrap('x '.repeat(100), Number.POSITIVE_INFINITY, 2)).toEqual(['x '.repeat(100)]);
});

it('breaks between words and indents what follows', () => {
  expect(wrap('Held   no dispatcher takes new tasks', 20, 7)).toEqual([
    'Held   no dispatcher',
    '       takes new',
    '       tasks',
  ]);
});

it('keeps an address whole', () => {
  expect(wrap('  answer at https://github.com/acme/web/issues/12 now', 20, 4)).toEqual([
    '  answer at',
    '    https://github.com/acme/web/issues/12',
    '    now',
  ]);
});
