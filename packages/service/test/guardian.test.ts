import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGuardian } from '../src/index.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('./guarded-program.ts', import.meta.url));
type Pids = { guardian: number; gentle: number; stubborn: number };

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guardian-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('after SIGKILL of its owner: processes end, also the stubborn one, and the directory goes', async () => {
  const { program, pids } = await startProgram();
  program.kill('SIGKILL');
  await once(program, 'exit');
  await gone(pids.guardian);
  expect([isAlive(pids.gentle), isAlive(pids.stubborn)]).toEqual([false, false]);
  expect(existsSync(join(directory, 'guarded'))).toBe(false);
  expect(existsSync(join(directory, 'guardian.log'))).toBe(false);
});

test('signals to the guardian do not stop it from doing its work', async () => {
  const { program, pids } = await startProgram();
  await until(() => catchesSighup(pids.guardian));
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.kill(pids.guardian, signal);
  program.kill('SIGKILL');
  await gone(pids.guardian);
  expect(existsSync(join(directory, 'guarded'))).toBe(false);
  expect(isAlive(pids.stubborn)).toBe(false);
});

test('when released it ends at once and undoes nothing', async () => {
  const { program, pids } = await startProgram();
  program.stdin?.write('go\n');
  await once(program, 'exit');
  await gone(pids.guardian);
  expect([isAlive(pids.gentle), isAlive(pids.stubborn)]).toEqual([true, true]);
  expect(existsSync(join(directory, 'guarded', 'file'))).toBe(true);
  for (const pid of [pids.gentle, pids.stubborn]) process.kill(pid, 'SIGKILL');
  await Promise.all([gone(pids.gentle), gone(pids.stubborn)]);
});

test('a process nobody told of ends when its command line names the guarded directory', async () => {
  const { program, pids } = await startProgram();
  const untold = spawn('sleep', ['600'], { argv0: join(directory, 'guarded', 'x'), stdio: 'ignore' });
  program.kill('SIGKILL');
  await once(untold, 'exit');
  await gone(pids.guardian);
  expect(existsSync(join(directory, 'guarded'))).toBe(false);
});

test('containers with the label are removed although the socket is dead, others are not', async () => {
  const rootfs = join(directory, 'rootfs');
  mkdirSync(rootfs);
  const label = `commander.test=${directory}`;
  const other = `commander.test=${directory}-other`;
  const create = (value: string) => run('podman', ['create', '--label', value, '--rootfs', rootfs, '/none']);
  const list = async (value: string) =>
    (await run('podman', ['ps', '--all', '--quiet', '--filter', `label=${value}`])).stdout.trim();
  await Promise.all([create(label), create(other)]);
  const { program, pids } = await startProgram(label);
  program.kill('SIGKILL');
  await gone(pids.guardian);
  expect(await list(label)).toBe('');
  expect(await list(other)).not.toBe('');
  await run('podman', ['rm', '--force', '--filter', `label=${other}`]);
});

test('a name is taken from its image, which keeps its other one', async () => {
  const [mine, other] = ['mine', 'other'].map(
    (tag) => `localhost/${basename(directory).toLowerCase()}:${tag}`,
  );
  const tar = join(directory, 'empty.tar');
  await run('tar', ['--create', '--file', tar, '--files-from', '/dev/null']);
  await run('podman', ['import', '--quiet', tar, `${mine}`]);
  await run('podman', ['tag', `${mine}`, `${other}`]);
  const guardian = startGuardian({ node: process.execPath });
  guardian.add({ kind: 'image_name', name: `${mine}` });
  await guardian.undo();
  await expect(run('podman', ['image', 'exists', `${mine}`])).rejects.toMatchObject({ code: 1 });
  await run('podman', ['image', 'exists', `${other}`]);
  await run('podman', ['rmi', `${other}`]);
});

test('says when it has gone itself, and can still be released', async () => {
  let lost: (error: Error) => void = () => undefined;
  const told = new Promise<Error>((resolve) => {
    lost = resolve;
  });
  const guardian = startGuardian({ node: process.execPath, onLost: (error) => lost(error) });
  if (guardian.pid !== null) process.kill(guardian.pid, 'SIGKILL');
  expect((await told).message).toContain('SIGKILL');
  guardian.add({ kind: 'directory', path: directory });
  await guardian.release();
});

test.each(['relative', '/', '/tmp', '/tmp/..'])('refuses to guard %s', async (path) => {
  await using guardian = startGuardian({ node: process.execPath });
  expect(() => guardian.add({ kind: 'directory', path })).toThrow(RangeError);
});

async function startProgram(label = ''): Promise<{ program: ChildProcess; pids: Pids }> {
  const program = spawn(process.execPath, ['--import', 'tsx', PROGRAM, directory, label], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // tsx keeps its cache in there.
    env: { ...process.env, TMPDIR: '/tmp' },
  });
  const lines = createInterface({ input: program.stdout });
  const [line] = await once(lines, 'line');
  return { program, pids: JSON.parse(line) };
}

function gone(pid: number): Promise<void> {
  return until(() => !isAlive(pid));
}

/** Processes of others send no event: they are asked for, until a deadline. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition() && performance.now() < deadline) await delay(20);
  expect(condition()).toBe(true);
}

/** The last signal it begins to catch; SIGINT and SIGTERM are caught by Node itself from its start. */
function catchesSighup(pid: number): boolean {
  const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return BigInt(`0x${mask}`) % 2n === 1n;
}

function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return false; // it has been reaped
  }
}
