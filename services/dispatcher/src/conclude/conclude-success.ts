import { resultComment, WRITE_OPERATIONS } from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** Tells the issue of the pull request; the status comes last, so that a crash in between repeats what is missing. */
export async function concludeSuccess(run: Run, summary: string): Promise<void> {
  await run.comment(WRITE_OPERATIONS.result, resultComment(run.task, summary));
  const { prUrl, pull, branch } = run.task;
  // Said again: Redis may have lost what was written a moment ago, and would keep this.
  await run.leave('completed', prUrl ?? branch, { prUrl, pull });
}
