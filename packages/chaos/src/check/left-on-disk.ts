import { isTerminal, type Task } from '@opencode-commander/task';

/** The names in a host's directories of quarantines and of kept sessions. */
export type DiskSeen = { quarantines: readonly string[]; sessions: readonly string[] };

/** What of a task decides about what is kept for it. */
type Owner = Pick<Task, 'status' | 'pull'>;

/**
 * The names in there that no task needs: a quarantine serves an open one, a session also follow-ups of an open pull
 * request. `ownerOf` gives a task's record; null when there is none. A name that names no task is nobody's.
 */
export function leftOnDisk(
  { quarantines, sessions }: DiskSeen,
  ownerOf: (taskId: string) => Owner | null,
): string[] {
  const isOpen = (owner: Owner | null) => owner !== null && !isTerminal(owner.status);
  const goesOn = (owner: Owner | null) => owner?.status === 'completed' && owner.pull?.state === 'open';
  return [
    ...quarantines
      .filter((name) => !isOpen(ownerOf(taskOf(name, /^(.+)\.\d+\.git$/))))
      .map((name) => `the quarantine ${name}`),
    ...sessions
      .filter((name) => {
        const owner = ownerOf(taskOf(name, /^(.+)\.json$/));
        return !isOpen(owner) && !goesOn(owner);
      })
      .map((name) => `the session ${name}`),
  ];
}

/** The tasks that names in there are about. */
export function tasksNamed({ quarantines, sessions }: DiskSeen): string[] {
  const named = [
    ...quarantines.map((name) => taskOf(name, /^(.+)\.\d+\.git$/)),
    ...sessions.map((name) => taskOf(name, /^(.+)\.json$/)),
  ];
  return [...new Set(named)].filter((id) => id !== '');
}

function taskOf(name: string, form: RegExp): string {
  return form.exec(name)?.[1] ?? '';
}
