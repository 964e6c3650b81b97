import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guardian, ReleaseStack, startGuardian } from '@opencode-commander/service';

/** Where a run works, and who clears up should this process be killed. */
export type Ground = Surroundings & {
  directory: string;
  guardian: Guardian;
  stack: ReleaseStack;
};

export type Surroundings = {
  /** The directory for temporary ones; a short path, because socket paths are. */
  parent: string;
  signal: AbortSignal;
  /** This process's own environment: for PATH and the proxies. */
  environment: Readonly<Record<string, string | undefined>>;
  /** A line about what goes on. */
  say: (line: string) => void;
  /** Where the logs of the processes are kept, and what the check saw; null: they go with the run. */
  logs: string | null;
};

const RELEASE_MS = 60_000;

/** Lends `work` a directory of its own; whatever it put on the ground's stack is gone afterwards. */
export async function onGround<T>(
  surroundings: Surroundings,
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  await using stack = new ReleaseStack({ warn: surroundings.say, timeoutMs: RELEASE_MS });
  const guardian = startGuardian({ node: process.execPath });
  stack.defer('the guardian', ({ isClean }) => (isClean ? guardian.release() : guardian.undo()));
  const directory = await mkdtemp(join(surroundings.parent, 'oc-chaos-'));
  guardian.add({ kind: 'directory', path: directory });
  stack.defer('the directory', () => rm(directory, { recursive: true, force: true }));
  return await work({ ...surroundings, directory, guardian, stack });
}
