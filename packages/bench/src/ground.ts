import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guardian, ReleaseStack, startGuardian } from '@opencode-commander/service';

/** Where one benchmark works, and who clears up should this process be killed. */
export type Ground = {
  directory: string;
  guardian: Guardian;
  stack: ReleaseStack;
  signal: AbortSignal;
  /** This process's own environment: for PATH and the proxies. */
  environment: Readonly<Record<string, string | undefined>>;
  /** A line about what goes on. */
  say: (line: string) => void;
};

export type Surroundings = Pick<Ground, 'signal' | 'environment' | 'say'> & {
  /** The directory for temporary ones. */
  parent: string;
};

/** Lends `work` a directory of its own; whatever it put on the ground's stack is gone afterwards. */
export async function onGround<T>(
  { parent, ...surroundings }: Surroundings,
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  await using stack = new ReleaseStack({ warn: surroundings.say });
  const guardian = startGuardian({ node: process.execPath });
  stack.defer('the guardian', () => guardian.release());
  const directory = await mkdtemp(join(parent, 'oc-bench-'));
  guardian.add({ kind: 'directory', path: directory });
  stack.defer('the directory', () => rm(directory, { recursive: true, force: true }));
  return await work({ ...surroundings, directory, guardian, stack });
}
