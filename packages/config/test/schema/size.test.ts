import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSize, parseSize } from '../../src/schema/size.ts';

test.each([
  ['1024', 1024],
  ['512k', 524_288],
  ['100m', 104_857_600],
  ['4g', 4_294_967_296],
  ['4GiB', 4_294_967_296],
  ['1.5g', 1_610_612_736],
  ['1t', 1_099_511_627_776],
])('%s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', 'g', '-1g', '4 g', '4x', '1e9', '999999999999999t', '4gg'])('%j is no size', (text) => {
  expect(parseSize(text)).toBeNull();
});

test('what is formatted is parsed to the same', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e14 }), fc.constantFrom(1, 1024, 1024 ** 2), (count, unit) => {
      const bytes = (count % 1e8) * unit;
      expect(parseSize(formatSize(bytes))).toBe(bytes);
    }),
  );
});
