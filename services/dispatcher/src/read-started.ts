import { readFileSync } from 'node:fs';

/** Counted after the name: the fields are numbered from 1, and the third is the first one behind it (proc_pid_stat(5)). */
const START_TIME = 22 - 3;

/** When a process started, in clock ticks since the boot; null for one that is not there, or where there is no /proc. */
export function readStarted(pid: number | 'self'): number | null {
  const stat = readStat(pid);
  // The name stands in parentheses and may hold any character, those too.
  const field = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME];
  return field === undefined ? null : Number(field);
}

function readStat(pid: number | 'self'): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
