import {
  PULL_REQUEST_LABEL,
  type PullRequestText,
  pullRequestBody,
  pullRequestTitle,
  WRITE_OPERATIONS,
} from '@opencode-commander/task';
import { concludeSuccess } from '../conclude/conclude-success.ts';
import { recordPull } from '../conclude/record-pull.ts';
import type { PreparedRepository } from '../open/prepare-repository.ts';
import type { Run } from '../run.ts';
import { describeWork } from './describe-work.ts';
import { keepDiff } from './keep-diff.ts';
import { keepSession } from './keep-session.ts';
import type { Publishing } from './publishing.ts';
import { takePublishingLease } from './publishing-lease.ts';
import { pushWork } from './push-work.ts';

/** Pushes the quarantined branch and opens (or finds) its pull request. Nothing here reads the agent's work tree. */
export async function publishPullRequest(run: Run, publishing: Publishing): Promise<void> {
  const { session, sandbox, account, work } = publishing;
  const text = await describeWork(run, session, work);
  await account.record();
  await using held = await takePublishingLease(run);
  await pushWork(run, sandbox.repository, work);
  await keepDiff(run, sandbox.repository, work);
  await held.confirm();
  await openPullRequest(run, sandbox.repository, { text, beforeSending: held.check });
  await keepSession(run, publishing);
  await concludeSuccess(run, text.summary);
}

async function openPullRequest(
  run: Run,
  { fullName, baseBranch }: PreparedRepository,
  { text, beforeSending }: { text: PullRequestText; beforeSending: () => void },
): Promise<void> {
  const { branch, id, epoch, bornEpoch } = run.task;
  const pull = await run.context.github.openPullRequest(fullName, {
    head: branch,
    since: bornEpoch,
    beforeSending,
    base: baseBranch,
    title: pullRequestTitle(text.title),
    body: pullRequestBody(run.task, text.body),
    labels: [PULL_REQUEST_LABEL.name],
    marker: { task: id, epoch, operation: WRITE_OPERATIONS.pullRequest },
  });
  await recordPull(run, pull);
}
