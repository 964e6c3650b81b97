import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';

const EXAMPLES = examples(
  'commander config',
  'commander config show timeouts',
  'commander config set containers.max_concurrent 6',
  'commander config set timeouts.high 1h timeouts.low 10m',
  'commander config unset containers.max_concurrent timeouts.high',
);

type Options = { json?: boolean };

/** `commander config`: what is configured, where each value comes from, and changes at runtime. */
export function addConfig(program: Command, cli: Cli): void {
  const config = program
    .command('config')
    .description('show the configuration, and change it while commander runs')
    .addHelpText('after', EXAMPLES);
  config
    .command('show', { isDefault: true })
    .alias('get')
    .description('show each key with its value and where that comes from; no secrets')
    .argument('[key]', 'only this one, or those of a section')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander config show timeouts', 'commander config show --json'))
    .action(async (key: string | undefined, { json = false }: Options) => {
      const { showConfig } = await import('../config/show-config.ts');
      await showConfig(cli, { key, json });
    });
  config
    .command('set')
    .description(
      'change keys in every process, at once and over restarts; all of them or, where one is wrong, none',
    )
    .argument(
      '<key value...>',
      'a key, then its value as in its variable (1h, true, a list with commas); perhaps more',
    )
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'commander config set timeouts.high 1h',
        'commander config set containers.max_concurrent 6 --json',
      ),
    )
    .action(async (words: string[], { json = false }: Options) => {
      const { setConfig } = await import('../config/set-config.ts');
      await setConfig(cli, { words, json });
    });
  config
    .command('unset')
    .description('have keys go back to what the variable, the file or the default says')
    .argument('<key...>', 'such as timeouts.high')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander config unset timeouts.high'))
    .action(async (keys: string[], { json = false }: Options) => {
      const { unsetConfig } = await import('../config/unset-config.ts');
      await unsetConfig(cli, { keys, json });
    });
}
