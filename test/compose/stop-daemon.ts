import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { run } from './run.ts';

/** Ends a dockerd and takes away its directory, with all that it has mounted there. Throws where a process of it stays. */
export async function stopDaemon(daemon: ChildProcess, directory: string): Promise<void> {
  if (daemon.pid !== undefined && daemon.exitCode === null) {
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
  }
  // Whatever says where its plugins would be is made outside of its directory.
  for (const path of ['/run/docker/plugins', '/run/docker']) await rmdir(path).catch(() => undefined);
  for (const path of await mountsOf(directory))
    await run('umount', [path], { PATH: process.env['PATH'] ?? '' });
  const left = await processesOf(directory);
  if (left.length > 0) throw new Error(`dockerd left behind: ${left.join('; ')}`);
  await rm(directory, { recursive: true, force: true });
}

/** The network namespace of containers that have the host's stays mounted when dockerd ends. The innermost first. */
async function mountsOf(directory: string): Promise<string[]> {
  const places = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => place.startsWith(`${directory}/`)).reverse();
}

/** Command lines that name the directory: those of dockerd, its containerd and the keepers of its containers do. */
async function processesOf(directory: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    // A process may end between the listing and this.
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(`${directory}/`));
}
