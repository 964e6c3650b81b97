import { readFile } from 'node:fs/promises';

/** What a process in a sandbox may have open, and how many processes its user may have. */
export type HostLimits = { files: number; processes: number };

const WANTED: HostLimits = { files: 16_384, processes: 8_192 };

/** A container may not be given more than this host's processes have (that needs CAP_SYS_RESOURCE). */
export async function readHostLimits(): Promise<HostLimits> {
  const table = await readFile('/proc/self/limits', 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''; // not a Linux host: Podman runs in a machine of its own
    throw error;
  });
  return withinLimits(table);
}

/** `table` as /proc/self/limits has it. */
export function withinLimits(table: string): HostLimits {
  return {
    files: Math.min(WANTED.files, hardLimit(table, 'Max open files')),
    processes: Math.min(WANTED.processes, hardLimit(table, 'Max processes')),
  };
}

function hardLimit(table: string, name: string): number {
  const line = table.split('\n').find((each) => each.startsWith(name));
  const hard = line?.slice(name.length).trim().split(/\s+/)[1];
  return hard && /^\d+$/.test(hard) ? Number(hard) : Number.POSITIVE_INFINITY;
}
