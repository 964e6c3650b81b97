import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs git as a person would, without this machine's configuration; gives standard output. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', ['-c', 'protocol.version=2', ...args], {
    cwd,
    env: PERSON,
    maxBuffer: 1 << 28,
  });
  return stdout.trim();
}

/** As `git`, for a command that fails: gives what it said. */
export async function failingGit(cwd: string, ...args: string[]): Promise<string> {
  return git(cwd, ...args).then(
    (stdout) => {
      throw new Error(`git ${args.join(' ')} succeeded: ${stdout}`);
    },
    (error: { stderr?: string }) => error.stderr ?? '',
  );
}

const PERSON = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  HOME: '/nonexistent',
};

/** A temporary directory that goes with the scope. */
export async function scratch(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'g-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Writes files into a work tree and commits them; gives the commit. */
export async function commit(
  tree: string,
  files: Record<string, string | Buffer | null>,
  message = 'Change files',
): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(tree, path);
    await mkdir(dirname(file), { recursive: true });
    if (content === null) await rm(file);
    else await writeFile(file, content);
  }
  await git(tree, 'add', '-A');
  await git(tree, 'commit', '-q', '--allow-empty', '-m', message);
  return git(tree, 'rev-parse', 'HEAD');
}

/** A bare repository `acme/web.git` under `root` with branch `main` of two commits and a tag, and a work tree of it. */
export async function seedRepository(root: string): Promise<{ bare: string; tree: string; head: string }> {
  const bare = join(root, 'remote/acme/web.git');
  const tree = join(root, 'tree');
  await mkdir(bare, { recursive: true });
  await git(bare, 'init', '-q', '--bare', '-b', 'main');
  await git(bare, 'config', 'http.receivepack', 'true');
  await git(root, 'clone', '-q', bare, tree);
  await git(tree, 'checkout', '-q', '-B', 'main');
  await commit(tree, { 'README.md': 'web\n' }, 'Begin');
  const head = await commit(tree, { 'src/app.js': 'export const answer = 41;\n' }, 'Add the app');
  await git(tree, 'tag', 'v1');
  await git(tree, 'push', '-q', 'origin', 'main', 'v1');
  return { bare, tree, head };
}
