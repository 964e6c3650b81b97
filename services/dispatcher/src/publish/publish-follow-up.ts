import {
  defuse,
  type FollowUpText,
  followUpResultComment,
  printable,
  stripHidden,
  type Task,
  WRITE_OPERATIONS,
} from '@opencode-commander/task';
import { requireOpenPull } from '../open/require-open-pull.ts';
import type { Run } from '../run.ts';
import { describeFollowUp } from './describe-work.ts';
import { keepDiff } from './keep-diff.ts';
import { keepSession } from './keep-session.ts';
import type { Publishing } from './publishing.ts';
import { takePublishingLease } from './publishing-lease.ts';
import { pushWork } from './push-work.ts';

const SHOWN_SHA = 7;

/** Pushes new commits onto the pull request's branch, answers every remark and asks the reviewers again. */
export async function publishFollowUp(run: Run, publishing: Publishing): Promise<void> {
  const { session, sandbox, account, work } = publishing;
  const { fullName } = sandbox.repository;
  const text = await describeFollowUp(run, session, work);
  await account.record();
  await using held = await takePublishingLease(run);
  await requireOpenPull(run, fullName);
  await pushWork(run, sandbox.repository, work);
  await keepDiff(run, sandbox.repository, work);
  await keepSession(run, publishing);
  await held.confirm();
  await answerReview(
    run,
    { repo: fullName, number: run.task.source.number },
    { text, headSha: work.headSha },
  );
  await run.comment(WRITE_OPERATIONS.result, followUpResultComment(run.task, text.summary));
  await run.leave('completed', run.task.prUrl ?? run.task.source.url);
}

async function answerReview(
  run: Run,
  at: { repo: string; number: number },
  { text, headSha }: { text: FollowUpText; headSha: string },
): Promise<void> {
  const { id: taskId, epoch, followUp } = run.task;
  if (followUp?.kind !== 'review') return;
  for (const { commentId, body } of reviewReplies(followUp.comments, text, headSha))
    await run.write({ kind: 'review_reply', at, taskId, epoch, commentId, body });
  const { reviewers } = followUp;
  if (reviewers.length > 0) await run.write({ kind: 'review_request', at, reviewers });
}

type Remarks = Extract<NonNullable<Task['followUp']>, { kind: 'review' }>['comments'];

/** One answer for each remark: the agent's own words, or where it had none, the commit. */
export function reviewReplies(
  remarks: Pick<Remarks[number], 'id'>[],
  { replies }: Pick<FollowUpText, 'replies'>,
  headSha: string,
): { commentId: number; body: string }[] {
  return remarks.map(({ id }) => {
    const own = replies.find(({ comment_id }) => comment_id === id)?.reply ?? '';
    const words = defuse(printable(stripHidden(own)).trim());
    return { commentId: id, body: words || `Done in ${headSha.slice(0, SHOWN_SHA)}.` };
  });
}
