import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { findRepositoryWait } from './find-repository-wait.ts';

/** Throws a LetGo when others of the repository were claimed at the same moment and go first. */
export async function requireRoom(run: Run): Promise<void> {
  const wait = await run.outlast(() => findRepositoryWait(run.context, run.task));
  if (wait !== null) throw new LetGo({ why: 'waits', ...wait });
}
