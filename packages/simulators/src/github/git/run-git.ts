import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

export type GitRun = {
  /** The bare repository to work in. */
  path?: string;
  input?: string | Buffer;
  /** More environment, such as a commit's author. */
  environment?: Record<string, string>;
  /** Exit codes that are answers and not failures; 0 always is. */
  allow?: readonly number[];
};

export type GitResult = { code: number; stdout: string; bytes: Buffer };

const FORGET = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_CONFIG_PARAMETERS',
];
const TIMEOUT_MS = 120_000;

/** The `env` command line that runs a program with `environment` and without what a surrounding git left behind. */
export function inEnvironment(environment: Record<string, string>, command: readonly string[]): string[] {
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [...FORGET.flatMap((name) => ['-u', name]), ...settings, ...command];
}

/** Runs git with a configuration file of the simulator's own and waits for it; any other exit throws. */
export async function runGit(
  configFile: string,
  args: readonly string[],
  run: GitRun = {},
): Promise<GitResult> {
  const environment = { GIT_CONFIG_GLOBAL: configFile, GIT_CONFIG_NOSYSTEM: '1', ...run.environment };
  const directory = run.path === undefined ? [] : ['--git-dir', run.path];
  const child = spawn('env', inEnvironment(environment, ['git', ...directory, ...args]), {
    stdio: 'pipe',
    timeout: TIMEOUT_MS,
  });
  // git may end before it has read everything; its exit code tells the story.
  child.stdin.on('error', () => undefined);
  child.stdin.end(run.input ?? '');
  const [stdout, stderr, [code]] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, 'close'),
  ]);
  if (code !== 0 && !run.allow?.includes(code))
    throw new GitFailure(`git ${args[0]} failed (${code}): ${stderr.toString().trim()}`);
  return { code, stdout: stdout.toString(), bytes: stdout };
}

/** git could not do what the simulator asked of it. */
class GitFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GitFailure';
  }
}
