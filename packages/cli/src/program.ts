import { VERSION } from '@opencode-commander/service';
import { nearestWord } from '@opencode-commander/task';
import { Command, CommanderError } from 'commander';
import type { Cli } from './cli.ts';
import { addAnswer } from './commands/answer.ts';
import { addAttach } from './commands/attach.ts';
import { addBudget } from './commands/budget.ts';
import { addCleanup } from './commands/cleanup.ts';
import { addCompletion } from './commands/completion.ts';
import { addConfig } from './commands/config.ts';
import { addCost } from './commands/cost.ts';
import { addDemo } from './commands/demo.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEnqueue } from './commands/enqueue.ts';
import { examples } from './commands/examples.ts';
import { addHistory } from './commands/history.ts';
import { addInstances } from './commands/instances.ts';
import { addLogs } from './commands/logs.ts';
import { addMcp } from './commands/mcp.ts';
import { addModel } from './commands/model.ts';
import { addOutbox } from './commands/outbox.ts';
import { addPause } from './commands/pause.ts';
import { addQueue } from './commands/queue.ts';
import { addRepos } from './commands/repos.ts';
import { addRun } from './commands/run.ts';
import { addPrompt, addSession } from './commands/session.ts';
import { addShow } from './commands/show.ts';
import { addStatus } from './commands/status.ts';
import { addTasks } from './commands/tasks.ts';
import { addUp } from './commands/up.ts';
import { suggestChoices } from './suggest-choices.ts';
import { UsageError } from './usage-error.ts';
import { useProgramOptions } from './use-program-options.ts';

const EXIT_CODE_HELP = `
Exit codes:
  0    ok
  1    the agent failed
  2    container: Podman, the image or the sandbox
  3    GitHub
  4    configuration or usage
  5    Redis, or the gateway that COMMANDER_URL names
  130  interrupted
`;

const EXAMPLES = examples(
  'commander doctor',
  'commander run acme/web#12',
  'commander up',
  'commander status',
);

const COMMANDS = [
  addRun,
  addEnqueue,
  addStatus,
  addQueue,
  addPause,
  addCost,
  addHistory,
  addTasks,
  addShow,
  addDiff,
  addLogs,
  addAnswer,
  addModel,
  addBudget,
  addOutbox,
  addRepos,
  addConfig,
  addInstances,
  addSession,
  addPrompt,
  addAttach,
  addUp,
  addMcp,
  addDoctor,
  addCleanup,
  addDemo,
  addCompletion,
];

/** Runs the command that `argv` (as `process.argv`) names. Throws OperatorError, UsageError for what is no command. */
export async function runProgram(cli: Cli, argv: readonly string[]): Promise<void> {
  const program = createProgram(cli);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end this way as well.
    if (error.exitCode === 0) return;
    const { args } = program;
    const reason = `${unknownIn(program, error) ?? reasonOf(error, args)}; see ${nameOf(program, args)} --help`;
    throw new UsageError(reason, { cause: error });
  }
}

function reasonOf({ code, message }: CommanderError, args: readonly string[]): string {
  if (code !== 'commander.help')
    return message
      .replace(/^error: /, '')
      .replace(/\.$/, '')
      .replaceAll('\n', ' ');
  // The help has been shown: nothing was asked for, or the help of no command.
  const [, unknown] = args.slice(args.indexOf('help'));
  return args.includes('help') && unknown !== undefined ? `unknown command '${unknown}'` : 'name a command';
}

/** Of a group that does something by itself every word is an argument to that: it was meant for a command of the group. */
function unknownIn(program: Command, { code }: CommanderError): string | null {
  if (code !== 'commander.excessArguments') return null;
  const [name, word] = program.args.filter((arg) => !arg.startsWith('-'));
  const names = program.commands.find((one) => one.name() === name)?.commands.map((one) => one.name()) ?? [];
  if (word === undefined || names.length === 0 || names.includes(word)) return null;
  const meant = nearestWord(word, names);
  return `unknown command '${word}'${meant === null ? '' : ` (Did you mean ${meant}?)`}`;
}

/** `commander repos add`: as far as the arguments name commands. */
function nameOf(command: Command, [first, ...others]: readonly string[]): string {
  const inner = command.commands.find((one) => one.name() === first);
  return inner === undefined ? command.name() : `${command.name()} ${nameOf(inner, others)}`;
}

/** Where no terminal says how wide it is, as wide as terminals usually are. */
function helpWidth({ terminal: { columns } }: Cli): number {
  return Number.isFinite(columns) ? columns : 80;
}

/** The program with all its commands, none of which has run. */
export function createProgram(cli: Cli): Command {
  const program = new Command('commander')
    .description('Labelled GitHub issues become pull requests, made by opencode in containers of their own.')
    .version(VERSION)
    .option('--config <file>', 'the configuration file, instead of the one that is found')
    .option('--url <address>', 'ask the gateway there, as COMMANDER_URL; COMMANDER_TOKEN holds its token')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODE_HELP}`.trimEnd())
    .exitOverride()
    // Where names are long, descriptions have less room than the library would wrap.
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => cli.print(text.trimEnd()),
      writeErr: (text) => cli.say(text.trimEnd()),
      getOutHelpWidth: () => helpWidth(cli),
      getErrHelpWidth: () => helpWidth(cli),
      // The error is told once, by whoever catches it.
      outputError: () => undefined,
    })
    .hook('preAction', () => {
      useProgramOptions(cli, program);
    });
  for (const add of COMMANDS) add(program, cli);
  suggestChoices(program);
  return program;
}
