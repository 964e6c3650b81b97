import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { findPauseWait } from './find-pause-wait.ts';
import { findRepositoryWait } from './find-repository-wait.ts';

/** Throws a LetGo when people paused it, or others of the repository that go first were claimed, at the same moment. */
export async function requireRoom(run: Run): Promise<void> {
  const { context, task } = run;
  const wait = await run.outlast(async () => {
    const paused = await findPauseWait(context, task);
    // The next claim looks again: it may be over when its container has stopped.
    return paused === null ? findRepositoryWait(context, task) : { ...paused, forMs: 0 };
  });
  if (wait !== null) throw new LetGo({ why: 'waits', ...wait });
}
