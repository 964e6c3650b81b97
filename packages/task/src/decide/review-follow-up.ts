import type { FollowUp, ReviewComment } from '../follow-up.ts';
import { asksForChanges } from './hear-reviews.ts';
import { type Scene, triggerOf, type Utterance } from './scene.ts';
import type { PullThread, ThreadRemark, ThreadReview } from './thread.ts';

/** More remarks than these wait for another round. */
const MOST_REMARKS = 100;
const LONGEST_BODY = 20_000;
const LONGEST_HUNK = 5_000;

export type ReviewFollowUp = {
  followUp: Extract<FollowUp, { kind: 'review' }>;
  /** What it deals with. */
  takes: Pick<Utterance, 'what' | 'id'>[];
};

/** All reviews that ask for changes as one follow-up, with everything else that was remarked when somebody said `fix`. */
export function reviewFollowUp({ wishes }: Scene, thread: PullThread): ReviewFollowUp | null {
  const fixes = wishes.filter(({ command }) => command.name === 'fix');
  const all = fixes.length > 0;
  const reviews = thread.reviews.filter((review) => isTaken(review, thread.reviews, all));
  const remarks = takenRemarks(thread, reviews, all);
  if (reviews.length === 0 && fixes.length === 0) return null;
  const takes = [
    ...reviews.map(({ id }) => ({ what: 'review' as const, id })),
    ...remarks.map(({ id }) => ({ what: 'remark' as const, id })),
    ...fixes.map(({ utterance: { what, id } }) => ({ what, id })),
  ];
  const said = [
    ...reviews.map(({ author, body }) => ({ author: author ?? '', body })),
    ...fixes.map(({ utterance, command }) => ({ author: utterance.author ?? '', body: command.text })),
  ];
  const asking = reviews.filter((review) => review.state === 'changes_requested');
  return {
    takes: distinct(takes),
    followUp: {
      kind: 'review',
      triggers: [...new Set(takes.map(triggerOf))],
      remarks: said
        .filter(({ body }) => body.trim() !== '')
        .map(({ author, body }) => ({ author, body: body.slice(0, LONGEST_BODY) })),
      comments: remarks.map(reviewComment),
      reviewers: [...new Set(asking.flatMap(({ author }) => author ?? []))],
    },
  };
}

function isTaken(review: ThreadReview, reviews: readonly ThreadReview[], all: boolean): boolean {
  if (review.handled || !review.trusted) return false;
  return asksForChanges(review, reviews) || (all && review.state === 'commented');
}

function takenRemarks(thread: PullThread, reviews: readonly ThreadReview[], all: boolean): ThreadRemark[] {
  const ids = new Set(reviews.map(({ id }) => id));
  return thread.remarks
    .filter(({ handled, trusted }) => trusted && !handled)
    .filter(({ reviewId }) => all || (reviewId !== null && ids.has(reviewId)))
    .slice(0, MOST_REMARKS);
}

function reviewComment({ id, author, path, line, hunk, body }: ThreadRemark): ReviewComment {
  return { id, author, path, line, hunk: hunk.slice(-LONGEST_HUNK), body: body.slice(0, LONGEST_BODY) };
}

/** A remark may be the order itself. */
function distinct(takes: ReviewFollowUp['takes']): ReviewFollowUp['takes'] {
  return [...new Map(takes.map((each) => [triggerOf(each), each])).values()];
}
