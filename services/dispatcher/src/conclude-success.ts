import { type PullRequestText, resultComment } from '@opencode-commander/task';
import type { PullRequest } from './publish-work.ts';
import type { Run } from './run.ts';

/** What a run that succeeded made. */
export type Outcome = { text: PullRequestText; pullRequest: PullRequest };

/** Records the pull request and tells the issue; the status comes last, so that a crash in between repeats what is missing. */
export async function concludeSuccess(run: Run, { text, pullRequest }: Outcome): Promise<void> {
  await run.patch({ prUrl: pullRequest.url });
  await run.comment('result', resultComment(run.task, text.summary));
  await run.become('completed', pullRequest.url);
}
