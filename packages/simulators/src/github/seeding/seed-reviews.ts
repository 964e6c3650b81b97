import { type ReviewCommentSnapshot, snapshotReviewComment } from '../snapshots.ts';
import type { Review } from '../state/entities.ts';
import { deleteReviewComment, editReviewComment } from '../state/review-comments.ts';
import {
  addReview,
  dismissReview,
  type NewReviewComment,
  replyToReview,
  requestReviewers,
} from '../state/reviews.ts';
import { addUser } from '../state/users.ts';
import type { World } from '../state/world.ts';
import { type SeedTarget, scopesIn, withId } from './scopes.ts';

export type SeedReview = SeedTarget & {
  state: Review['state'];
  body?: string;
  /** Lines are on the new side unless `side` says LEFT. */
  comments?: readonly { path: string; line: number; body: string; side?: 'LEFT' | 'RIGHT' }[];
};

export type ReviewSeeding = {
  review(review: SeedReview): Promise<{ id: number }>;
  dismissReview(target: SeedTarget & { review: number }): void;
  /** Those of all reviews, oldest first; a reply names what it replies to. */
  reviewComments(repo: string, number: number): ReviewCommentSnapshot[];
  replyToReview(reply: SeedTarget & { comment: number; body: string }): { id: number };
  editReviewComment(change: SeedTarget & { comment: number; body: string }): void;
  deleteReviewComment(target: SeedTarget & { comment: number }): void;
  requestReviewers(request: SeedTarget & { reviewers: readonly string[] }): void;
  removeReviewers(request: SeedTarget & { reviewers: readonly string[] }): void;
};

/** What people do with the changes of a pull request. */
export function createReviewSeeding(world: World): ReviewSeeding {
  const scopes = scopesIn(world);
  const commentScope = ({ comment: id, ...target }: SeedTarget & { comment: number }) => {
    const { repository, issue, actor } = scopes.pull(target);
    return { repository, issue, comment: withId(issue.pull.reviewComments, id), sender: actor.user };
  };
  const usersOf = (logins: readonly string[]) => logins.map((login) => addUser(world, { login }));
  return {
    async review({ state, body = '', comments = [], ...target }) {
      const fresh = { state, body, comments: comments.map(toComment) };
      const { id } = await addReview(world, scopes.pull(target), fresh);
      return { id };
    },
    dismissReview({ review, ...target }) {
      const scope = scopes.pull(target);
      dismissReview(world, scope, withId(scope.issue.pull.reviews, review));
    },
    reviewComments: (repo, number) =>
      scopes.pull({ repo, number }).issue.pull.reviewComments.map(snapshotReviewComment),
    replyToReview({ comment, body, ...target }) {
      const scope = scopes.pull(target);
      const to = withId(scope.issue.pull.reviewComments, comment);
      return { id: replyToReview(world, scope, { to, body }).id };
    },
    editReviewComment: ({ body, ...target }) => editReviewComment(world, commentScope(target), body),
    deleteReviewComment: (target) => deleteReviewComment(world, commentScope(target)),
    requestReviewers({ reviewers, ...target }) {
      const scope = scopes.pull(target);
      const wanted = [...scope.issue.pull.requestedReviewers, ...usersOf(reviewers)];
      requestReviewers(world, scope, wanted);
    },
    removeReviewers({ reviewers, ...target }) {
      const scope = scopes.pull(target);
      const gone = usersOf(reviewers);
      const left = scope.issue.pull.requestedReviewers.filter((user) => !gone.includes(user));
      requestReviewers(world, scope, left);
    },
  };
}

function toComment(comment: NonNullable<SeedReview['comments']>[number]): NewReviewComment {
  return { ...comment, side: comment.side ?? 'RIGHT', startLine: null };
}
