import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';

const EXAMPLES = examples('commander attach 12-a1b2c3', 'commander attach ses_1a2b');

/** `commander attach`: opencode's own screen on a live session. */
export function addAttach(program: Command, cli: Cli): void {
  program
    .command('attach')
    .description("open opencode's own screen on a session, wherever it is")
    .argument('<session>', "the id of a session (ses_1a2b), or that of a task for its agent's")
    .addHelpText('after', EXAMPLES)
    .action(async (session: string) => {
      const { attachSession } = await import('../sessions/attach-session.ts');
      await attachSession(cli, session);
    });
}
