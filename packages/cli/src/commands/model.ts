import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT } from './options.ts';

const EXAMPLES = examples(
  'commander model 12-a1b2c3 anthropic/claude-sonnet-4-5',
  'commander model acme/web#12 --repository',
);

type Options = { repository?: boolean; json?: boolean };

/** `commander model`: which model a task's next prompt goes to. */
export function addModel(program: Command, cli: Cli): void {
  program
    .command('model')
    .description('choose the model of a task, from its next prompt on')
    .argument(...TASK_ARGUMENT)
    .argument('[model]', 'provider/model')
    .option('--repository', "leave it to the repository's own configuration again")
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(
      async (task: string, model: string | undefined, { repository = false, json = false }: Options) => {
        const { chooseTaskModel } = await import('../choose-task-model.ts');
        await chooseTaskModel(cli, { task, model: model ?? null, repository, json });
      },
    );
}
