import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, expect, inject } from 'vitest';

// Every test file has a temporary directory and a Redis prefix of its own, and its process to itself while it runs: what it leaves is its own.
const own = `${inject('temporaryPrefix')}${randomInt(36 ** 5).toString(36)}`;
const directory = `/tmp/${own}`;
mkdirSync(directory, { mode: 0o700 });
process.env['TMPDIR'] = directory;
process.env['COMMANDER_TEST_PREFIX'] = own;

const childrenBefore = new Set(children());

afterAll(async () => {
  const left = {
    containers: await containers(),
    keys: await keys(),
    processes: children().filter((child) => !childrenBefore.has(child)),
    files: await readdir(directory),
  };
  rmSync(directory, { recursive: true, force: true });
  expect(left, 'left behind by this file').toEqual({ containers: [], keys: [], processes: [], files: [] });
});

/** Containers with a mount from this file's temporary directory. */
async function containers(): Promise<string[]> {
  const format = '{{.ID}} {{.Names}} {{.Mounts}}';
  const { stdout } = await promisify(execFile)('podman', [
    'ps',
    '-a',
    '--no-trunc',
    '--format',
    format,
  ]).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return { stdout: '' };
    throw error;
  });
  const ids = stdout.split('\n').filter(Boolean);
  const inspected = await Promise.all(ids.map((line) => sources(line.split(' ')[0] ?? '')));
  return ids.filter((_, i) => inspected[i]?.includes(`${directory}/`));
}

async function sources(id: string): Promise<string> {
  const format = '{{range .Mounts}}{{.Source}}/ {{end}}';
  const run = promisify(execFile)('podman', ['inspect', '--format', format, id]);
  // A container of another file may go between the listing and this.
  return (await run.catch(() => ({ stdout: '' }))).stdout;
}

async function keys(): Promise<string[]> {
  const redis = new Redis({ path: inject('redisSocket') });
  const found = await redis.keys(`*${own}*`);
  if (found.length) await redis.del(found);
  redis.disconnect();
  return found;
}

/** Command lines of this process's children, without the ones vitest itself keeps. */
function children(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(parent) !== process.pid || state === 'Z') return [];
    return [`${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`];
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process has just ended
  }
}
