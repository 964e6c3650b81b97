import { GitError } from '@opencode-commander/broker';
import type { Effect, Failpoints } from '@opencode-commander/service';

/** An effect on this host: of git, or on its files. */
type HostEffect = Extract<Effect, `git.${string}` | `files.${string}`>;

/** Does `work` between the failpoints of an effect where the chaos rig listens; everywhere else it only does it. */
export function aroundEffect<T>(
  { failpoints }: { failpoints?: Failpoints },
  effect: HostEffect,
  work: () => Promise<T>,
): Promise<T> {
  if (failpoints === undefined) return work();
  return failpoints.around(effect, work, effect.startsWith('git.') ? brokenOff : unreadable);
}

function brokenOff(message: string): GitError {
  return new GitError('unreachable', message);
}

/** As the file system says that a disk does not do its part. */
function unreadable(message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code: 'EIO', syscall: 'write' });
}
