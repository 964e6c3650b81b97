import { parseCommand } from '../commands/parse-command.ts';
import { hearAnswer } from './hear-answer.ts';
import { hear } from './hear-comments.ts';
import { finish, type Scene, type Utterance } from './scene.ts';
import type { PullThread, ThreadReview } from './thread.ts';

/** Hears the orders in reviews and remarks; what asks for changes without one is left for the follow-up to gather. */
export function hearReviews(scene: Scene, thread: PullThread): void {
  for (const review of thread.reviews.filter(({ handled, state }) => !handled && state !== 'pending'))
    hearOrder(scene, { what: 'review', ...review }, isLeftToGather(review, thread));
  for (const remark of thread.remarks.filter(({ handled }) => !handled))
    hearOrder(scene, { what: 'remark', ...remark }, thread.state === 'open');
}

function hearOrder(scene: Scene, utterance: Utterance, isGathered: boolean) {
  if (isOrder(scene, utterance)) return hear(scene, utterance, NOWHERE);
  if (utterance.trusted) hearAnswer(scene, utterance, NOWHERE);
  if (!utterance.trusted || !isGathered) finish(scene, utterance);
}

/** Reviews and remarks have no place among the comments: none of them comes after a question. */
const NOWHERE = -1;

function isOrder({ place }: Scene, { body }: Utterance): boolean {
  return parseCommand(body, place) !== null;
}

/** Reviews that ask for changes call for work, and comments may be gathered by `/commander fix`. */
function isLeftToGather(review: ThreadReview, thread: PullThread): boolean {
  if (thread.state !== 'open') return false;
  return review.state === 'commented' || asksForChanges(review, thread.reviews);
}

/** Whether a review asks for changes still: its author has not said otherwise since. */
export function asksForChanges(review: ThreadReview, reviews: readonly ThreadReview[]): boolean {
  if (review.state !== 'changes_requested' || !review.trusted) return false;
  const later = reviews.slice(reviews.indexOf(review) + 1);
  return !later.some(({ author, state }) => author === review.author && state === 'approved');
}
