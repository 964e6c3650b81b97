import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { useProgramOptions } from '../use-program-options.ts';
import { completeWords } from './complete-words.ts';
import { namedCandidates } from './named-candidates.ts';

/** `commander complete`, which shells call: prints what the last word may become, each with a tab and what it means. */
export async function completeLine(cli: Cli, program: Command, words: readonly string[]): Promise<void> {
  const { candidates, takes, command } = completeWords(program, words);
  if (takes !== null) useProgramOptions(cli, readOptions(program, words));
  const named = takes === null ? [] : await namedCandidates(cli, { command, takes });
  const current = words.at(-1) ?? '';
  // An issue is offered to whoever has begun to name one: else every task would be there twice.
  const fitting = named.filter(
    ({ word }) => word.startsWith(current) && (current !== '' || !word.includes('#')),
  );
  for (const { word, about } of [...candidates, ...fitting]) cli.print(`${word}\t${about.split('\n')[0]}`);
}

/** The options of the program itself that are among the words. */
function readOptions(program: Command, words: readonly string[]): Command {
  const reader = new Command();
  for (const option of program.options) reader.addOption(option);
  reader.parseOptions([...words]);
  return reader;
}
