import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';

type Options = { once?: boolean; json?: boolean; serversOnly?: boolean };

/** `commander demo`: see it work without an account anywhere. */
export function addDemo(program: Command, cli: Cli): void {
  program
    .command('demo')
    .description('file issues on a simulated GitHub and watch them become pull requests')
    .option('--once', 'end when the issues are done instead of on Ctrl-C')
    .option('--json', 'print a report as the last line')
    .option(
      '--servers-only',
      'serve the simulated GitHub and model that the configuration names, for services elsewhere',
    )
    .addHelpText('after', examples('commander demo', 'commander demo --once --json'))
    .action(async ({ once = false, json = false, serversOnly = false }: Options) => {
      if (serversOnly) {
        const { serveDemo } = await import('../demo/serve-demo.ts');
        return serveDemo(cli);
      }
      const { runDemo } = await import('../demo/run-demo.ts');
      await runDemo(cli, { once, json });
    });
}
