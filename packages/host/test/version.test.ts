import { expect, it } from 'vitest';
import { isAtLeast } from '../src/version.ts';

it.each([
  ['2.31', '2.31', true],
  ['2.31.1', '2.31', true],
  ['2.4', '2.31', false],
  ['10.0', '9.9.9', true],
  ['6', '6.2', false],
])('compares %s with %s number by number', (version, floor, expected) => {
  expect(isAtLeast(version, floor)).toBe(expected);
});
