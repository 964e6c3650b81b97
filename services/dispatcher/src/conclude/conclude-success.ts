import { resultComment } from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** Tells the issue of the pull request; the status comes last, so that a crash in between repeats what is missing. */
export async function concludeSuccess(run: Run, summary: string): Promise<void> {
  await run.comment('result', resultComment(run.task, summary));
  await run.leave('completed', run.task.prUrl ?? run.task.branch);
}
