import { type ReleaseStack, startGuardian } from '@opencode-commander/service';

/** Ending what could not be released takes SIGTERM, and SIGKILL after 3 s. */
const UNDO_MS = 10_000;

/**
 * What hears of each child that must not outlive us, even when we are killed. Not for redis-server, which the next
 * process takes over. `onLost` hears that nobody would end them any more.
 */
export function guardChildren(stack: ReleaseStack, onLost: (error: Error) => void): (pid: number) => void {
  const guardian = startGuardian({ node: process.execPath, onLost });
  const end = ({ isClean }: { isClean: boolean }) => (isClean ? guardian.release() : guardian.undo());
  stack.defer('the guardian', end, UNDO_MS);
  return (pid) => guardian.add({ kind: 'process', pid });
}
