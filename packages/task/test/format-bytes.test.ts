import { expect, it } from 'vitest';
import { formatBytes } from '../src/index.ts';

it.each([
  [0, '0 B'],
  [1_000, '1000 B'],
  [1_023, '1023 B'],
  [2 ** 10, '1 KiB'],
  [1.5 * 2 ** 20, '1.5 MiB'],
  [200 * 2 ** 20, '200 MiB'],
  [2 ** 20 - 1, '1 MiB'],
  [2 ** 32, '4 GiB'],
  [2 ** 60, '1048576 TiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
