import { kill } from 'node:process';
import type { SeenDispatcher } from '@opencode-commander/queue';
import { readStarted } from './read-started.ts';

type Seen = Pick<SeenDispatcher, 'pid' | 'machine' | 'started'>;

/** Whether a dispatcher's process is there, frozen or not; null for one whose process cannot be seen from here. */
export function isRunning({ pid, machine, started }: Seen, here: { machine: string }): boolean | null {
  return machine === here.machine ? isThere(pid) && !isAnother(pid, started) : null;
}

/** A container that starts again often gives the same ids to other processes. */
function isAnother(pid: number, started: number | null): boolean {
  const now = readStarted(pid);
  return started !== null && now !== null && now !== started;
}

function isThere(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    // One of another user's is there all the same.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
