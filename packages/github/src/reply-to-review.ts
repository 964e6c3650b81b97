import type { Octokit } from '@octokit/rest';
import type { Marker } from '@opencode-commander/task';
import { z } from 'zod';
import { type Sending, sending } from './ask-before-sending.ts';
import { createOnce } from './create-once.ts';
import { type IssueAddress, pullParameters } from './issue-address.ts';
import { listReviewComments } from './list-review-comments.ts';
import type { Us } from './our-marker.ts';
import { signedText } from './signed-text.ts';

export type ReviewReply = Sending & { commentId: number; marker: Marker; body: string; us: Us };

const replySchema = z.object({ id: z.number() });

/**
 * Answers in the thread of a review comment, unless our answer of this task and operation stands there already.
 * https://docs.github.com/en/rest/pulls/comments#create-a-reply-for-a-review-comment
 */
export async function replyToReview(
  octokit: Octokit,
  address: IssueAddress,
  { commentId, marker, body, us, beforeSending }: ReviewReply,
): Promise<{ id: number; created: boolean }> {
  const comments = await listReviewComments(octokit, address, us);
  // GitHub takes no replies to replies: what opened the thread is answered.
  const thread = comments.find(({ id }) => id === commentId)?.inReplyTo ?? commentId;
  const { value, created } = await createOnce({
    find: async () => {
      const there = await listReviewComments(octokit, address, us);
      return there.find((comment) => comment.inReplyTo === thread && isSame(comment.marker, marker)) ?? null;
    },
    create: async () => {
      const { data } = await octokit.rest.pulls.createReplyForReviewComment({
        ...pullParameters(address),
        comment_id: thread,
        body: signedText(body, marker, us.markerKey),
        ...sending({ beforeSending }),
      });
      return replySchema.parse(data);
    },
  });
  return { id: value.id, created };
}

function isSame(found: Marker | null, wanted: Marker): boolean {
  return found !== null && found.task === wanted.task && found.operation === wanted.operation;
}
