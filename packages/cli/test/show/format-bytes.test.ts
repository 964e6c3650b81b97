import { expect, it } from 'vitest';
import { formatBytes } from '../../src/show/format-bytes.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 KiB'],
  [10 * 2 ** 20, '10 MiB'],
  [1_000 * 2 ** 20, '1.0 GiB'],
  [2 ** 32, '4.0 GiB'],
  [2 ** 60, '1048576 TiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
