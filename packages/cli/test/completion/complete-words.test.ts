import { Argument, Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { completeWords } from '../../src/completion/complete-words.ts';

function aProgram(): Command {
  const program = new Command('p').option('--config <file>', 'a file');
  program.command('status').option('-w, --watch').option('--recent <n>');
  program.command('hidden', { hidden: true });
  const queue = program.command('queue');
  queue.command('list', { isDefault: true }).option('--json');
  queue
    .command('prioritize')
    .argument('<task>')
    .addArgument(new Argument('<priority>').choices(['high', 'low']))
    .option('--before <task>')
    .addOption(new Option('--by <group>').choices(['day', 'task']));
  program.command('set').argument('<key value...>').option('--provider <name>');
  return program;
}

it.each([
  ['commands', [''], ['status', 'queue', 'set', 'help']],
  ['the beginning of one', ['st'], ['status']],
  ['none that is hidden', ['hid'], []],
  ['commands of a command', ['queue', ''], ['list', 'prioritize', 'help']],
  ['options, those of the program too', ['status', '-'], ['--watch', '--recent', '--help', '--config']],
  ['the beginning of an option', ['status', '--w'], ['--watch']],
  ['choices of an argument', ['queue', 'prioritize', '12-a1b2c3', ''], ['high', 'low']],
  ['choices after an option before', ['queue', 'prioritize', '--by', 'day', 'x', 'h'], ['high']],
  ['choices of an option', ['queue', 'prioritize', '--by', ''], ['day', 'task']],
  ['choices of an option in one word', ['queue', 'prioritize', '--by=d'], ['--by=day']],
  ['nothing where anything may stand', ['status', '--recent', ''], []],
  ['nothing after all arguments', ['queue', 'prioritize', 'x', 'high', ''], []],
])('offers %s', (_what, words, offered) => {
  expect(completeWords(aProgram(), words).candidates.map(({ word }) => word)).toEqual(offered);
});

it('knows where a task, a key or a provider may be named, and for which command', () => {
  const takes = (...words: string[]) => completeWords(aProgram(), words).takes;
  expect(takes('queue', 'prioritize', '12')).toBe('task');
  expect(takes('queue', 'prioritize', '12', 'h')).toBeNull();
  expect(takes('queue', 'prioritize', '--before', '')).toBe('task');
  expect(takes('queue', '')).toBeNull();
  expect(takes('set', '')).toBe('key');
  expect(takes('set', 'a.b', '')).toBeNull();
  expect(takes('set', 'a.b', '1', '')).toBe('key');
  expect(takes('set', '--provider', '')).toBe('provider');
  expect(completeWords(aProgram(), ['queue', 'prioritize', '']).command).toBe('queue prioritize');
});
