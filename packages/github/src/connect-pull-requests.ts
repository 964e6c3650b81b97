import type { Connection } from './connection.ts';
import { getPull } from './get-pull.ts';
import type { PullRequests } from './github.ts';
import type { IssueAddress } from './issue-address.ts';
import { listReviewComments } from './list-review-comments.ts';
import { listReviews } from './list-reviews.ts';
import { findPullRequest, openPullRequest } from './open-pull-request.ts';
import type { Us } from './our-marker.ts';
import { replyToReview } from './reply-to-review.ts';
import { requestReviewers } from './request-reviewers.ts';

/** What concerns pull requests. */
export function connectPullRequests({ access, call, us }: Connection): PullRequests {
  const at = access.repository;
  const as = async <T>(what: string, operation: (we: Us) => Promise<T>): Promise<T> => {
    const we = await us();
    return call(what, () => operation(we));
  };
  const about = <T>({ fullName, number }: IssueAddress, operation: (we: Us) => Promise<T>): Promise<T> =>
    as(`${fullName}#${number}`, operation);
  return {
    openPullRequest: (name, draft) => as(name, (we) => openPullRequest(at(name), name, { draft, us: we })),
    findPullRequest: (name, wanted) => as(name, (we) => findPullRequest(at(name), name, { wanted, us: we })),
    getPull: (fullName, number) =>
      about({ fullName, number }, (we) => getPull(at(fullName), { fullName, number }, we)),
    listReviews: (fullName, number) =>
      about({ fullName, number }, (we) => listReviews(at(fullName), { fullName, number }, we)),
    listReviewComments: (fullName, number) =>
      about({ fullName, number }, (we) => listReviewComments(at(fullName), { fullName, number }, we)),
    replyToReview: (fullName, number, reply) =>
      about({ fullName, number }, (we) =>
        replyToReview(at(fullName), { fullName, number }, { ...reply, us: we }),
      ),
    requestReviewers: (fullName, number, asked) =>
      call(`${fullName}#${number}`, () => requestReviewers(at(fullName), { fullName, number }, asked)),
  };
}
