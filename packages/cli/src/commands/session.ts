import type { InputOf, OperationName } from '@opencode-commander/control';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { addSessions } from './instances.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander session',
  'commander session create workstation --directory web --title "Fix it"',
  'commander session prompt ses_1a2b "Make the footer blue"',
  'commander session messages ses_1a2b --limit 5',
  'commander session status 12-a1b2c3',
  'commander session approve ses_1a2b --always',
  'commander session export ses_1a2b > session.json',
);

const SESSION_ARGUMENT = ['<session>', "its id (ses_1a2b), or that of a task for its agent's"] as const;

type Json = { json?: boolean };
type CreateOptions = Json & { title?: string; directory?: string; model?: string; yolo?: boolean };

/** `commander session`: begin a session on an instance, and steer what there is. */
export function addSession(program: Command, cli: Cli): void {
  const session = program
    .command('session')
    .description('show the sessions of opencode on instances, begin some, and steer them')
    .addHelpText('after', EXAMPLES);
  addSessions(session.command('list', { isDefault: true }), cli).addHelpText(
    'after',
    examples('commander session', 'commander session list --instance workstation'),
  );
  addCreate(session, cli);
  addPrompt(session, cli);
  addLooks(session, cli);
  addAnswers(session, cli);
  const abort = command(session, 'abort', 'stop what a session does; it stays');
  abort.action((name: string, { json }: Json) => tell(cli, 'sessions.abort', { session: name }, json));
  const fork = command(session, 'fork', 'begin a session with the conversation of another');
  fork.action((name: string, { json }: Json) => tell(cli, 'sessions.fork', { session: name }, json));
  const exporting = command(session, 'export', 'print a session as opencode import takes it');
  exporting.action(async (name: string) => {
    const { exportSession } = await import('../sessions/export-session.ts');
    await exportSession(cli, name);
  });
}

function addCreate(session: Command, cli: Cli): void {
  session
    .command('create')
    .description('begin a session on an instance')
    .argument('<instance>', 'a server of commander.toml, or a task for its sandbox')
    .option('--title <title>', 'unless given, opencode finds one')
    .option('--directory <path>', "where it works, relative to the instance's projects_path")
    .option('--model <model>', 'provider/model')
    .option('--yolo', 'let it do everything without asking')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander session create workstation --directory web --title "Fix it"'))
    .action((instance: string, { json, ...given }: CreateOptions) =>
      tell(cli, 'sessions.create', { instance, ...given }, json),
    );
}

/** `commander session prompt`, and `commander prompt`. */
export function addPrompt(parent: Command, cli: Cli): void {
  command(parent, 'prompt', 'say something to a session, without waiting for what it does')
    .argument('<text...>', 'what to say; - takes it from standard input')
    .option('--model <model>', 'provider/model')
    .action(async (name: string, words: string[], options: Json & { model?: string }) => {
      const { promptSession } = await import('../sessions/prompt-session.ts');
      const { json = false, ...given } = options;
      await promptSession(cli, { session: name, words, ...given, json });
    });
}

function addLooks(session: Command, cli: Cli): void {
  command(session, 'messages', 'show the newest messages of a session')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 20)
    .action((name: string, { limit, json }: Json & { limit: number }) =>
      tell(cli, 'sessions.messages', { session: name, limit }, json),
    );
  const status = command(session, 'status', 'show whether a session is at work, and what waits in it');
  status.action((name: string, { json }: Json) => tell(cli, 'sessions.status', { session: name }, json));
  const permissions = command(session, 'permissions', 'list what a session asks permission for');
  permissions.action((name: string, { json }: Json) =>
    tell(cli, 'sessions.permissions', { session: name }, json),
  );
  const questions = command(session, 'questions', 'list what a session wants to be told');
  questions.action((name: string, { json }: Json) =>
    tell(cli, 'sessions.questions', { session: name }, json),
  );
}

const REQUEST_ARGUMENT = ['[request]', 'which one, where several wait'] as const;

function addAnswers(session: Command, cli: Cli): void {
  const permit = (name: string, request: string | undefined, reply: 'once' | 'always' | 'reject') => ({
    ...{ session: name, reply },
    ...(request !== undefined && { request }),
  });
  command(session, 'approve', 'allow what a session asks permission for')
    .argument(...REQUEST_ARGUMENT)
    .option('--always', 'and everything like it, until its opencode ends')
    .action((name: string, request: string | undefined, { always, json }: Json & { always?: boolean }) =>
      tell(cli, 'sessions.permit', permit(name, request, always ? 'always' : 'once'), json),
    );
  command(session, 'deny', 'refuse what a session asks permission for')
    .argument(...REQUEST_ARGUMENT)
    .action((name: string, request: string | undefined, { json }: Json) =>
      tell(cli, 'sessions.permit', permit(name, request, 'reject'), json),
    );
  command(session, 'answer', 'answer what a session wants to be told')
    .argument('<words...>', "the number or the words of an option, or words of one's own")
    .option('--request <id>', 'which question, where several wait')
    .action((name: string, words: string[], { request, json }: Json & { request?: string }) =>
      tell(
        cli,
        'sessions.answer',
        { session: name, answer: words.join(' '), ...(request !== undefined && { request }) },
        json,
      ),
    );
}

/** What stands behind the session in the example of a command, where something does. */
const EXAMPLE_WORDS = new Map([
  ['prompt', ' "Make the footer blue"'],
  ['messages', ' --limit 5'],
  ['approve', ' --always'],
  ['answer', ' 1'],
  ['export', ' > session.json'],
]);

function command(parent: Command, name: string, description: string): Command {
  const called = parent.parent === null ? name : `${parent.name()} ${name}`;
  return parent
    .command(name)
    .description(description)
    .argument(...SESSION_ARGUMENT)
    .option(...JSON_OPTION)
    .addHelpText('after', examples(`commander ${called} ses_1a2b${EXAMPLE_WORDS.get(name) ?? ''}`));
}

async function tell<Name extends OperationName>(
  ...[cli, operation, input, json = false]: [Cli, Name, InputOf<Name>, boolean | undefined]
): Promise<void> {
  const { tellOutcome } = await import('../sessions/tell-outcome.ts');
  await tellOutcome(cli, { operation, input, json });
}
