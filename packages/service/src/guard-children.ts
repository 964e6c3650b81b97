import { startGuardian } from './guardian.ts';
import type { ReleaseStack } from './release-stack.ts';

/** Ending what could not be released takes SIGTERM, and SIGKILL after 3 s. */
const UNDO_MS = 10_000;

export type GuardChildren = {
  /** The Node.js program, `process.execPath`. */
  node: string;
  /** Hears that nobody would end them any more. */
  onLost: (error: Error) => void;
};

/**
 * What hears of each child that must not outlive us, even when we are killed. Not for redis-server, which the next
 * process takes over.
 */
export function guardChildren(stack: ReleaseStack, { node, onLost }: GuardChildren): (pid: number) => void {
  const guardian = startGuardian({ node, onLost });
  const end = ({ isClean }: { isClean: boolean }) => (isClean ? guardian.release() : guardian.undo());
  stack.defer('the guardian', end, UNDO_MS);
  return (pid) => guardian.add({ kind: 'process', pid });
}
