import { access, constants, lstat, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './code-of.ts';
import type { Problem } from './config-error.ts';
import type { Document } from './document/document.ts';
import type { Environment } from './document/read-environment.ts';

type Host = { env: Environment; home: string; uid: number };
export type Directories = { dataDir: string; runDir: string };

/** Where things are kept when the configuration does not say. */
export function defaultDirectories({ env, home, uid }: Host): Directories {
  const name = 'opencode-commander';
  const runtime = env['XDG_RUNTIME_DIR'];
  const forUid = uid === 0 ? join('/run', name) : join('/tmp', `${name}-${uid}`);
  return {
    dataDir: join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), name),
    runDir: runtime ? join(runtime, name) : forUid,
  };
}

/** Makes both, where `make` says so, for their owner only. A directory that cannot be made or used, or written to by who makes it, is a problem. */
export async function prepareDirectories(
  directories: Directories,
  { uid, document, make }: { uid: number; document: Document; make: boolean },
): Promise<Problem[]> {
  const data = await prepare(directories.dataDir, { owner: null, make });
  // Whoever owns the run directory owns the sockets in it, and in /tmp anybody may have made it first.
  const run = await prepare(directories.runDir, { owner: uid, make });
  const problem = (key: string, path: string, allowed: string | null) =>
    allowed === null ? [] : [{ key, value: JSON.stringify(path), allowed, origin: document.originOf([key]) }];
  return [...problem('data_dir', directories.dataDir, data), ...problem('run_dir', directories.runDir, run)];
}

async function prepare(
  path: string,
  { owner, make }: { owner: number | null; make: boolean },
): Promise<string | null> {
  try {
    if (make) await makeDirectory(path);
    const unfit = owner === null ? await notDirectory(path) : await notOwn(path, owner);
    return unfit ?? (make ? await notWritable(path) : null);
  } catch (error) {
    return `cannot be made or read (${codeOf(error)})`;
  }
}

async function notDirectory(path: string): Promise<string | null> {
  return (await stat(path)).isDirectory() ? null : 'must be a directory';
}

async function notOwn(path: string, owner: number): Promise<string | null> {
  const found = await lstat(path);
  if (!found.isDirectory()) return 'must be a directory itself, not a link to one';
  if (found.uid !== owner) return `must belong to user ${owner}, it belongs to ${found.uid}`;
  return (found.mode & 0o022) === 0 ? null : 'must not be writable by others: chmod 700';
}

/** Not tried out: with a full disk people still look around, and clean up. */
async function notWritable(path: string): Promise<string | null> {
  return access(path, constants.W_OK).then(
    () => null,
    (error: unknown) => `cannot be written to (${codeOf(error)})`,
  );
}

/** One by one: Node's recursive mkdir never ends where the parent is there but answers ENOENT, as /proc does. */
async function makeDirectory(path: string): Promise<void> {
  // What is there is judged by whoever asked, a parent by the making of its child.
  if (await exists(path)) return;
  await makeDirectory(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
    // Another process may have been faster.
    if (!(await exists(path))) throw error;
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
