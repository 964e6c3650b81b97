import { expect, it } from 'vitest';
import { bytes, dollars, short } from '../../../src/pages/parts/amounts.ts';

it.each([
  [0, '$0.00'],
  [0.0042, '$0.0042'],
  [12.345, '$12.35'],
])('%d dollars are %s', (usd, shown) => expect(dollars(usd)).toBe(shown));

it.each([
  [512, '512 B'],
  [1024, '1.0 KiB'],
  [200 * 1024 ** 2, '200 MiB'],
  [1.5 * 1024 ** 3, '1.5 GiB'],
])('%d bytes are %s', (count, shown) => expect(bytes(count)).toBe(shown));

it.each([
  [950, '950'],
  [12_345, '12.3k'],
  [123_456, '123k'],
  [4_500_000, '4.5M'],
])('%d in short is %s', (count, shown) => expect(short(count)).toBe(shown));
