import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { useProgramOptions } from '../use-program-options.ts';
import { completeWords } from './complete-words.ts';
import { taskCandidates } from './task-candidates.ts';

/** `commander complete`, which shells call: prints what the last word may become, each with a tab and what it means. */
export async function completeLine(cli: Cli, program: Command, words: readonly string[]): Promise<void> {
  const { candidates, takesTask } = completeWords(program, words);
  if (takesTask) useProgramOptions(cli, readOptions(program, words));
  const tasks = takesTask ? await taskCandidates(cli) : [];
  const current = words.at(-1) ?? '';
  // An issue is offered to whoever has begun to name one: else every task would be there twice.
  const fitting = tasks.filter(
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
