import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** The demo as a process: what `npm run demo` executes. */
export function startDemo(args: readonly string[]) {
  const command = ['scripts/bootstrap.mjs', 'packages/cli/src/main.ts', 'demo', ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: string[] = [];
  const stderr: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => stdout.push(line));
  const progress = createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  /** Resolves with the first line of progress, past or future, that matches. */
  const line = async (pattern: RegExp): Promise<string> => {
    const found = stderr.find((each) => pattern.test(each));
    if (found !== undefined) return found;
    for (;;) {
      const [next] = await once(progress, 'line', { signal: AbortSignal.timeout(100_000) });
      if (pattern.test(next)) return next;
    }
  };
  return { child, ended, line, stderr };
}

/** What is left of a demo in this file's temporary directory: files, processes, containers. */
export async function remains(): Promise<string[]> {
  const directory = tmpdir();
  const files = await readdir(directory);
  const { stdout } = await promisify(execFile)('podman', ['ps', '-aq']);
  const inspect = ['inspect', '--format', '{{.Name}} {{range .Mounts}}{{.Source}} {{end}}'];
  const ids = stdout.split('\n').filter(Boolean);
  // A container of another test may go meanwhile.
  const inspected = ids.map((id) =>
    promisify(execFile)('podman', [...inspect, id]).catch(() => ({ stdout: '' })),
  );
  const containers = (await Promise.all(inspected)).map((each) => each.stdout.trim());
  return [...files, ...(await processes()), ...containers.filter((text) => text.includes(`${directory}/`))];
}

/** The command lines of processes that have to do with this file's temporary directory. */
export async function processes(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid);
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(`${tmpdir()}/`)).map((line) => line.replaceAll('\0', ' '));
}
