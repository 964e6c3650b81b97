import { type GitHub, GitHubError } from '@opencode-commander/github';
import type { Effect, Failpoints } from '@opencode-commander/service';

/** The same GitHub; everything that writes has failpoints around it. */
export function gitHubWithFailpoints(github: GitHub, failpoints: Failpoints): GitHub {
  const around = <T>(effect: Effect, write: () => Promise<T>) =>
    failpoints.around(effect, write, unavailable);
  return {
    ...github,
    ensureLabels: (...args) => around('github.ensure_labels', () => github.ensureLabels(...args)),
    deleteBranch: (...args) => around('github.delete_branch', () => github.deleteBranch(...args)),
    changeLabels: (...args) => around('github.change_labels', () => github.changeLabels(...args)),
    upsertComment: (...args) => around('github.upsert_comment', () => github.upsertComment(...args)),
    react: (...args) => around('github.react', () => github.react(...args)),
    openPullRequest: (...args) => around('github.open_pull_request', () => github.openPullRequest(...args)),
    replyToReview: (...args) => around('github.reply_to_review', () => github.replyToReview(...args)),
    requestReviewers: (...args) => around('github.request_reviewers', () => github.requestReviewers(...args)),
    rerunCheck: (...args) => around('github.rerun_check', () => github.rerunCheck(...args)),
  };
}

function unavailable(message: string): GitHubError {
  return new GitHubError(message, { kind: 'unavailable' });
}
