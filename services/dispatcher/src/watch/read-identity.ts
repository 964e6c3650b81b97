import { readFile, readlink } from 'node:fs/promises';

/**
 * What the kernel says of this process: the machine, which is another one after every boot and the same for all containers on
 * it, and the process id. Empty and 0 where there is no /proc.
 */
export async function readIdentity(): Promise<{ machine: string; pid: number }> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const pid = await readlink('/proc/self').catch(() => '0');
  return { machine: bootId.trim(), pid: Number(pid) };
}
