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
    .addOption(new Option('--by <group>').choices(['day', 'task']));
  return program;
}

it.each([
  ['commands', [''], ['status', 'queue', 'help']],
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

it('knows where a task may be named', () => {
  const takesTask = (...words: string[]) => completeWords(aProgram(), words).takesTask;
  expect(takesTask('queue', 'prioritize', '12')).toBe(true);
  expect(takesTask('queue', 'prioritize', '12', 'h')).toBe(false);
  expect(takesTask('queue', '')).toBe(false);
});
