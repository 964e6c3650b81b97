import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Configuration, openConfiguration, secretValues } from '@opencode-commander/config';
import { createLogger, type Scope } from '@opencode-commander/service';
import type { Cli } from './cli.ts';
import { openOutput } from './open-output.ts';
import { openScreen, type Screen } from './screen.ts';
import { UsageError } from './usage-error.ts';

/** The process around the commands, as far as they touch it. */
export type Surroundings = {
  process: Pick<NodeJS.Process, 'env' | 'cwd' | 'getuid' | 'pid' | 'kill' | 'once' | 'off'> & {
    stdin: Readable & { isTTY?: boolean };
    stdout: Writable & { isTTY?: boolean; columns?: number; rows?: number };
    stderr: Writable & { isTTY?: boolean };
  };
  home: string;
  /** Whose process it is, for where the environment does not say it. */
  user?: string;
};

/** How wide a terminal is that does not say it, and how high. */
const UNSAID = { columns: 80, rows: 24 };

/** The commands' view of this process. */
export function createCli(scope: Scope, { process, home, user = '' }: Surroundings): Cli {
  const { env, stdin, stdout, stderr } = process;
  return {
    scope,
    env,
    user: env['USER'] || user,
    terminal: {
      stdout: stdout.isTTY === true,
      stderr: stderr.isTTY === true,
      get columns() {
        return stdout.isTTY ? stdout.columns || UNSAID.columns : Number.POSITIVE_INFINITY;
      },
      get rows() {
        return stdout.isTTY ? stdout.rows || UNSAID.rows : Number.POSITIVE_INFINITY;
      },
    },
    streams: { stdin, stdout },
    openScreen: () => (stdout.isTTY ? screenOf(scope, process) : null),
    now: () => new Date(),
    print: openOutput(stdout),
    show: (line) => void stderr.write(`${line}\n`),
    say: (line) => void stderr.write(`${scope.redactor.redact(line)}\n`),
    input: () => text(process.stdin),
    confirm: (question) => confirm(question, { process, signal: scope.signal }),
    readInput: () => readInput(stdin),
    ...createUrl(env),
    ...createConfiguration(scope, { process, home }),
    logger: ({ log }, { level = log.level } = {}) =>
      createLogger({ name: 'commander', level, pretty: log.format === 'pretty', secrets: scope.redactor }),
  };
}

/** It is closed with the command, and when the program is ended at once. */
function screenOf({ stack }: Scope, process: Surroundings['process']): Screen {
  const screen = openScreen(process.stdout);
  process.once('exit', screen.close);
  stack.defer('the screen', () => {
    process.off('exit', screen.close);
    screen.close();
  });
  return screen;
}

function createUrl(env: Cli['env']): Pick<Cli, 'url' | 'useUrl'> {
  let named = env['COMMANDER_URL']?.trim() || null;
  return {
    useUrl: (url) => {
      named = url;
    },
    url: () => named,
  };
}

function createConfiguration(
  scope: Scope,
  { process, home }: Surroundings,
): Pick<Cli, 'config' | 'configuration' | 'useConfigFile'> {
  let file: string | undefined;
  let opening: Promise<Configuration> | undefined;
  const open = async (make: boolean) => {
    const uid = process.getuid?.() ?? -1;
    const { env } = process;
    const opened = await openConfiguration({
      env,
      cwd: process.cwd(),
      file,
      home,
      uid,
      hostname: hostname(),
      make,
      say: (line) => void process.stderr.write(`${line}\n`),
    });
    for (const secret of secretValues(opened.config)) scope.redactor.add(secret);
    return opened;
  };
  const configuration: Cli['configuration'] = ({ start = true } = {}) => {
    opening ??= open(start);
    return opening;
  };
  return {
    useConfigFile: (path) => {
      file = path;
    },
    configuration,
    config: async () => (await configuration()).config,
  };
}

const MAX_INPUT_BYTES = 1_000_000;

async function readInput(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > MAX_INPUT_BYTES)
      throw new UsageError('Standard input holds more than a megabyte: shorten it');
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString();
}

async function confirm(
  question: string,
  { process, signal }: Pick<Surroundings, 'process'> & { signal: AbortSignal },
): Promise<boolean | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return null;
  const terminal = createInterface({ input: stdin, output: stderr });
  // Readline takes Ctrl-C for itself: it is handed on, so that it ends the program.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
