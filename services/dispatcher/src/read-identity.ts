import { readFile, readlink } from 'node:fs/promises';
import { readStarted } from './read-started.ts';

/** How processes are told apart. */
export type Identity = { machine: string; pid: number; started: number | null };

/**
 * What the kernel says of this process: its id, when it started, and what tells the processes that see each other's ids from all others, the
 * machine, until it is booted anew, and the container, if any. Empty, 0 and null where there is no /proc.
 */
export async function readIdentity(): Promise<Identity> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const pids = await readlink('/proc/self/ns/pid').catch(() => '');
  const pid = await readlink('/proc/self').catch(() => '0');
  return { machine: `${boot.trim()} ${pids}`, pid: Number(pid), started: readStarted('self') };
}

/** The same for all containers on a machine. */
export function bootOf(machine: string): string {
  return machine.split(' ')[0] ?? '';
}
