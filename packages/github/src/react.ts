import type { Octokit } from '@octokit/rest';
import { type Sending, sending } from './ask-before-sending.ts';
import { splitFullName } from './full-name.ts';
import type { Reaction } from './github.ts';

/**
 * Reacts to a comment; the same reaction again is the one of before.
 * https://docs.github.com/en/rest/reactions/reactions#create-reaction-for-an-issue-comment
 */
export async function react(
  octokit: Octokit,
  fullName: string,
  { to, commentId, content, beforeSending }: Reaction & Sending,
): Promise<void> {
  const reaction = {
    ...splitFullName(fullName),
    comment_id: commentId,
    content,
    ...sending({ beforeSending }),
  };
  if (to === 'issue_comment') await octokit.rest.reactions.createForIssueComment(reaction);
  else await octokit.rest.reactions.createForPullRequestReviewComment(reaction);
}
