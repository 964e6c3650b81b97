import type { GitHub } from '@opencode-commander/github';
import { type GitHubWrite, threadReplyOperation } from '@opencode-commander/task';
import type { Check } from './carry-out.ts';

/** The writes that say all there is to write: no record is asked. */
type DirectWrite = Exclude<GitHubWrite, { kind: 'status' | 'comment' }>;

/** Carries out a write that needs nothing but itself. Throws GitHubError. */
export async function writeDirectly(github: GitHub, write: DirectWrite, beforeSending: Check): Promise<void> {
  switch (write.kind) {
    case 'reaction': {
      const { at, to, commentId, content } = write;
      return github.react(at.repo, { to, commentId, content, beforeSending });
    }
    case 'labels': {
      const { at, add, remove } = write;
      return github.changeLabels(at.repo, at.number, { add, remove, beforeSending });
    }
    case 'review_reply': {
      const { at, taskId: task, epoch, commentId, body } = write;
      const marker = { task, epoch, operation: threadReplyOperation(commentId) };
      return void (await github.replyToReview(at.repo, at.number, {
        commentId,
        marker,
        body,
        beforeSending,
      }));
    }
    case 'review_request':
      return github.requestReviewers(write.at.repo, write.at.number, {
        logins: write.reviewers,
        beforeSending,
      });
    case 'delete_branch':
      return void (await github.deleteBranch(write.repo, write.branch, { sha: write.sha, beforeSending }));
  }
}
