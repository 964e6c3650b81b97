import { Argument, Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { suggestChoices } from '../src/suggest-choices.ts';

/** What commands make of the words behind them. */
function parsed(...words: string[]) {
  const program = new Command('p').exitOverride().configureOutput({ outputError: () => undefined });
  program
    .addArgument(new Argument('<size...>').choices(['big', 'small']))
    .addOption(new Option('--one <color>').choices(['red', 'green']).default('green'))
    .addOption(new Option('--some <color...>').choices(['red', 'green']));
  suggestChoices(program);
  program.parse(words, { from: 'user' });
  return { args: program.processedArgs, ...program.opts() };
}

it('says which word was likely meant', () => {
  expect(() => parsed('big', '--one', 'gren')).toThrow('Did you mean green?');
  expect(() => parsed('sm')).toThrow('Did you mean small?');
  expect(() => parsed('bih')).toThrow('Allowed choices are big, small. (Did you mean big?)');
  expect(() => parsed('big', '--one', 'violet')).toThrow(/Allowed choices are red, green\.$/);
});

it('leaves what fits as it is, one word or several', () => {
  expect(parsed('big', 'small')).toEqual({ args: [['big', 'small']], one: 'green' });
  expect(parsed('big', '--one', 'red', '--some', 'red', 'green')).toEqual({
    args: [['big']],
    one: 'red',
    some: ['red', 'green'],
  });
});
