import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

type Json = { json?: boolean };
type ListOptions = Json & { instance?: string; limit: number };

/** `commander instances`, `sync` and `sessions`: what serves opencode, and what sessions there are. */
export function addInstances(program: Command, cli: Cli): void {
  program
    .command('instances')
    .description('show the servers of opencode and the sandboxes, and whether each can be reached')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander instances', 'commander instances --json'))
    .action(async ({ json = false }: Json) => {
      const { showInstances } = await import('../show/show-instances.ts');
      await showInstances(cli, { json });
    });
  program
    .command('sync')
    .description('ask all instances for their sessions, and remember where each is')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander sync'))
    .action(async ({ json = false }: Json) => {
      const { tellOutcome } = await import('../sessions/tell-outcome.ts');
      await tellOutcome(cli, { operation: 'sessions.sync', input: {}, json });
    });
  addSessions(program.command('sessions'), cli).addHelpText(
    'after',
    examples('commander sessions', 'commander sessions --instance workstation'),
  );
}

/** Makes a command one that shows sessions. */
export function addSessions(command: Command, cli: Cli): Command {
  return command
    .description('show the sessions of all instances, the one changed last first')
    .option('--instance <name>', 'only those of one: a server of commander.toml, or a task for its sandbox')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 50)
    .option(...JSON_OPTION)
    .action(async ({ instance, limit, json = false }: ListOptions) => {
      const { showSessions } = await import('../show/show-sessions.ts');
      await showSessions(cli, { input: { limit, ...(instance !== undefined && { instance }) }, json });
    });
}
