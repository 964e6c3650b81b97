import type { Comment, FailedCheck, PullState, Trust } from '@opencode-commander/github';
import type { PullThread, ThreadCheck, ThreadRemark, ThreadReview } from '@opencode-commander/task';
import { rerunOf, type ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';
import { isForgotten, type ReadComment, readComments } from './read-comments.ts';

export type PullToRead = { place: ThreadPlace; nodeId: string; url: string; state: PullState };

/** What tells of something that was said whether it was heard before. */
type Heard = Pick<Comment, 'createdAt' | 'noticed'>;

export type PullReading = Omit<PullThread, 'comments' | 'reviews' | 'remarks'> & {
  comments: readonly ReadComment[];
  reviews: readonly (ThreadReview & Heard)[];
  remarks: readonly (ThreadRemark & Heard)[];
};

/** A pull request of ours with everything that is decided on. */
export async function readPullThread(
  poller: Poller,
  { place, nodeId, url, state: pull }: PullToRead,
  trust: Trust,
): Promise<PullReading> {
  const { repo, repoId, number } = place;
  const { state, headSha, mergeable, checks } = pull;
  const head = { repo, repoId, number, nodeId, url, state, headSha, mergeable, checks };
  const handled = await poller.memory.handled(place);
  const reading = { poller, place, handled, trust };
  return {
    ...head,
    failedChecks: state === 'open' && checks === 'failure' ? await readFailedChecks(reading, headSha) : [],
    comments: await readComments(poller, place, trust),
    reviews: await readReviews(reading),
    remarks: await readRemarks(reading),
  };
}

type Reading = { poller: Poller; place: ThreadPlace; handled: ReadonlySet<string>; trust: Trust };

async function readReviews({ poller, place, handled, trust }: Reading): Promise<(ThreadReview & Heard)[]> {
  const reviews: (ThreadReview & Heard)[] = [];
  for (const review of await poller.github.listReviews(place.repo, place.number)) {
    const { id, author, state, body, marker, submittedAt } = review;
    // Nobody but its author sees a pending one; our own answers in threads are reviews too.
    if (marker !== null || state === 'pending' || submittedAt === null) continue;
    const isHandled = handled.has(`review:${id}`) || isForgotten(submittedAt, poller.now());
    const trusted = !isHandled && (await trust(place.repo, author));
    // A review has no place for a reaction.
    const heard = { createdAt: submittedAt, noticed: false };
    reviews.push({ id, author, trusted, state, body, handled: isHandled, ...heard });
  }
  return reviews;
}

async function readRemarks({ poller, place, handled, trust }: Reading): Promise<(ThreadRemark & Heard)[]> {
  const remarks: (ThreadRemark & Heard)[] = [];
  for (const remark of await poller.github.listReviewComments(place.repo, place.number)) {
    const { id, reviewId, author, path, line, diffHunk: hunk, body, marker, createdAt, noticed } = remark;
    if (marker !== null) continue;
    const isHandled = handled.has(`remark:${id}`) || isForgotten(createdAt, poller.now());
    const trusted = !isHandled && (await trust(place.repo, author));
    remarks.push({
      id,
      reviewId,
      author: author ?? 'ghost',
      path,
      line,
      hunk,
      body,
      trusted,
      handled: isHandled,
      createdAt,
      noticed,
    });
  }
  return remarks;
}

/** As much of a log as tells what went wrong. */
const LOG_LINES = 100;

async function readFailedChecks({ poller, place, handled }: Reading, sha: string): Promise<ThreadCheck[]> {
  const { repo } = place;
  const logOf = ({ id, actionsJob }: FailedCheck) =>
    actionsJob ? poller.github.jobLog(repo, id, LOG_LINES) : Promise.resolve('');
  const checks: ThreadCheck[] = [];
  for (const check of await poller.github.listFailedChecks(repo, sha)) {
    const { id, name, conclusion, summary, annotations } = check;
    const rerun = handled.has(rerunOf(sha, name));
    checks.push({ id, name, conclusion, summary, annotations, log: await logOf(check), rerun });
  }
  return checks;
}
