import { expect, it } from 'vitest';
import { shorten } from '../../src/shorten/shorten.ts';

const numbers = Array.from({ length: 40 }, (_, i) => i);
const always = () => true;

it.each([[[3]], [[3, 17]], [[0, 19, 39]], [[]]])('finds the items that it takes: %j', async (needed) => {
  const fails = async (items: readonly number[]) => needed.every((each) => items.includes(each));
  expect(await shorten(numbers, { fails, mayGoOn: always })).toEqual(needed);
});

it('ends when it is told to, with what it has', async () => {
  let tries = 0;
  const fails = async (items: readonly number[]) => items.includes(3);
  const left = await shorten(numbers, { fails, mayGoOn: () => ++tries < 4 });
  expect(left.length).toBeLessThan(40);
  expect(left).toContain(3);
});
