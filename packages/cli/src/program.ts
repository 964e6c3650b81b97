import { Command, CommanderError } from 'commander';
import type { Cli } from './cli.ts';
import { addDemo } from './commands/demo.ts';
import { addUp } from './commands/up.ts';
import { UsageError } from './usage-error.ts';

const EXIT_CODE_HELP = `
Exit codes:
  0    ok
  1    the agent failed
  2    container: Podman, the image or the sandbox
  3    GitHub
  4    configuration or usage
  5    Redis
  130  interrupted`;

/** Runs the command that `argv` (as `process.argv`) names. Throws OperatorError, UsageError for what is no command. */
export async function runProgram(cli: Cli, argv: readonly string[]): Promise<void> {
  try {
    await createProgram(cli).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end this way as well.
    if (error.exitCode === 0) return;
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    throw new UsageError(`${message}; see commander --help`, { cause: error });
  }
}

function createProgram(cli: Cli): Command {
  const program = new Command('commander')
    .description('Labelled GitHub issues become pull requests, made by opencode in containers of their own.')
    .version('0.1.0')
    .option('--config <file>', 'the configuration file, instead of the one that is found')
    .addHelpText('after', EXIT_CODE_HELP)
    .exitOverride()
    // The error is told once, by whoever catches it.
    .configureOutput({ outputError: () => undefined });
  for (const add of [addUp, addDemo]) add(program, cli);
  return program;
}
