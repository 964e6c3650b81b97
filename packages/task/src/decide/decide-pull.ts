import { isTerminal } from '../status.ts';
import type { Task } from '../task.ts';
import type { Decision, DecisionRules } from './decision.ts';
import { aheadFrom, findQuestion } from './find-question.ts';
import { hearComments } from './hear-comments.ts';
import { asksForChanges, hearReviews } from './hear-reviews.ts';
import { nextFollowUp } from './next-follow-up.ts';
import { cancel, createScene, finish, type Scene } from './scene.ts';
import type { PullThread } from './thread.ts';

export type PullToDecide = {
  thread: PullThread;
  /** Round 0: the issue's own task. */
  root: Task;
  /** The task of the highest round, read after the thread was; `root` when there was no follow-up yet. */
  latest: Task;
  rules: DecisionRules;
};

/** Everything to do about a pull request of ours as it stands, in order. */
export function decidePull({ thread: seen, root, latest, rules }: PullToDecide): Decision[] {
  if (seen.state === 'open' && root.pull?.state === 'closed') return reopened(root);
  const scene = createScene({ place: 'pull_request', task: latest, rules, comments: seen.comments });
  const thread = withoutTaken(scene, seen, latest);
  if (thread.state !== 'open') endPull(scene, { thread, root, latest });
  else scene.asked = findQuestion(latest, thread.comments);
  hearReviews(scene, thread);
  hearComments(scene, thread.comments, aheadFrom(latest, thread.comments));
  if (scene.stopped) dropReviews(scene, thread);
  else if (thread.state === 'open') nextFollowUp(scene, thread, latest);
  return scene.decisions;
}

/** It is followed again, and heard from the next look on; unless its issue was begun anew meanwhile, whose run finds it. */
function reopened({ status, id }: Task): Decision[] {
  return status === 'cancelled' || status === 'completed' ? [{ do: 'pull_reopened', taskId: id }] : [];
}

/** What the latest follow-up deals with is handled, also if a crash came before that was written down. */
function withoutTaken(scene: Scene, thread: PullThread, { followUp }: Task): PullThread {
  const taken = new Set(followUp?.triggers);
  const mark =
    (what: 'comment' | 'review' | 'remark') =>
    <T extends { id: number; handled: boolean }>(item: T): T => {
      if (item.handled || !taken.has(`${what}:${item.id}`)) return item;
      finish(scene, { what, id: item.id });
      return { ...item, handled: true };
    };
  return {
    ...thread,
    comments: thread.comments.map(mark('comment')),
    reviews: thread.reviews.map(mark('review')),
    remarks: thread.remarks.map(mark('remark')),
  };
}

function dropReviews(scene: Scene, { reviews }: PullThread): void {
  for (const review of reviews)
    if (!review.handled && asksForChanges(review, reviews)) finish(scene, { what: 'review', id: review.id });
}

type Ending = Pick<PullToDecide, 'thread' | 'root' | 'latest'>;

function endPull(scene: Scene, { thread, root, latest }: Ending): void {
  const { state } = thread;
  if (state === 'open') return;
  const isNew = root.pull?.state !== state;
  // The issue may have been begun anew since.
  if (isNew && !isTerminal(latest.status)) cancel(scene, latest, `the pull request was ${state}`);
  if (isNew) scene.decisions.push({ do: 'pull_ended', taskId: root.id, state });
  scene.ended = `The pull request is ${state}: nothing more is done here.`;
}
