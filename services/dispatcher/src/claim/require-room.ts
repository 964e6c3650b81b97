import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { findPauseWait } from './find-pause-wait.ts';
import { findRepositoryWait } from './find-repository-wait.ts';

/** Throws a LetGo when people paused it, or others of the repository that go first were claimed, at the same moment. */
export async function requireRoom(run: Run): Promise<void> {
  const { context, task } = run;
  const wait = await run.outlast(
    async () => (await findPauseWait(context, task)) ?? (await findRepositoryWait(context, task)),
  );
  if (wait !== null) throw new LetGo({ why: 'waits', ...wait });
}
