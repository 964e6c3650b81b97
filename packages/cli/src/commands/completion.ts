import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { SHELL_SCRIPTS, SHELLS, type Shell } from '../completion/shell-scripts.ts';
import { examples } from './examples.ts';

const EXAMPLES = examples(
  'source <(commander completion bash)        # in ~/.bashrc',
  'source <(commander completion zsh)         # in ~/.zshrc, after compinit',
  'commander completion fish | source         # in ~/.config/fish/config.fish',
);

const WHERE = `
  The shell calls commander by that name: it must be on the PATH, such as by
    ln -s ~/opencode-commander/scripts/commander.mjs ~/.local/bin/commander
`;

/** `commander completion`: what has a shell complete commands, options and tasks. */
export function addCompletion(program: Command, cli: Cli): void {
  program
    .command('completion')
    .description('print what has a shell complete commands, options, choices and tasks on Tab')
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .addHelpText('after', `${WHERE}${EXAMPLES}`)
    .action((shell: Shell) => cli.print(SHELL_SCRIPTS[shell]));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const { completeLine } = await import('../completion/complete-line.ts');
      await completeLine(cli, program, words);
    });
}
