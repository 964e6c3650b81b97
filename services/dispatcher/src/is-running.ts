import { kill } from 'node:process';
import type { SeenDispatcher } from '@opencode-commander/queue';

type Seen = Pick<SeenDispatcher, 'pid' | 'machine'>;

/** Whether a dispatcher's process is there, frozen or not; null for one whose process cannot be seen from here. */
export function isRunning({ pid, machine }: Seen, here: { machine: string }): boolean | null {
  return machine === here.machine ? isThere(pid) : null;
}

function isThere(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    // One of another user's is there all the same.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
