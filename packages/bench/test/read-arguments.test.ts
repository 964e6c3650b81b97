import { expect, it } from 'vitest';
import { readArguments } from '../src/read-arguments.ts';

it.each([
  [['nothing'], 'there is no benchmark "nothing": there are enqueue, tick'],
  [['--runs', 'many'], '--runs takes a whole number from 1 to 1000, not "many"'],
  [['--fast'], "'--fast'"],
])('says what is wrong with %j', (args, says) => {
  expect(() => readArguments(args, ['enqueue', 'tick'])).toThrow(says);
});
