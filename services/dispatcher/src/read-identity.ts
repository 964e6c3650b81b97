import { readFile, readlink } from 'node:fs/promises';

/**
 * What the kernel says of this process: its id, and what tells the processes that see each other's ids from all others, the
 * machine, until it is booted anew, and the container, if any. Empty and 0 where there is no /proc.
 */
export async function readIdentity(): Promise<{ machine: string; pid: number }> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const pids = await readlink('/proc/self/ns/pid').catch(() => '');
  const pid = await readlink('/proc/self').catch(() => '0');
  return { machine: `${boot.trim()} ${pids}`, pid: Number(pid) };
}

/** The same for all containers on a machine. */
export function bootOf(machine: string): string {
  return machine.split(' ')[0] ?? '';
}
