import type { FollowUp } from '../follow-up.ts';
import { isTerminal } from '../status.ts';
import type { Task } from '../task.ts';
import { automaticFollowUp } from './automatic-follow-up.ts';
import { reviewFollowUp } from './review-follow-up.ts';
import { finish, reply, type Scene, triggerOf, type Utterance } from './scene.ts';
import type { PullThread } from './thread.ts';

/** Begins the pull request's next round, if something calls for one and none is open: people first, machines after. */
export function nextFollowUp(scene: Scene, thread: PullThread, latest: Task): void {
  if (scene.status === null || !isTerminal(scene.status) || endsNow(scene)) return;
  if (followReviews(scene, thread, latest) || followCommand(scene, thread, latest)) return;
  // Whoever stopped the work wants no more of it unasked.
  if (scene.status === 'cancelled') return;
  const automatic = automaticFollowUp(thread, latest);
  if (automatic === null) return;
  if ('reruns' in automatic) scene.decisions.push(...automatic.reruns);
  else begin(scene, { thread, latest, followUp: automatic.followUp, takes: [] });
}

/** What is being ended may not have ended yet: the next look begins the next round. */
function endsNow({ decisions }: Scene): boolean {
  return decisions.some((decision) => decision.do === 'cancel');
}

function followReviews(scene: Scene, thread: PullThread, latest: Task): boolean {
  const review = reviewFollowUp(scene, thread);
  if (review === null) return false;
  const { followUp, takes } = review;
  if (followUp.remarks.length + followUp.comments.length === 0 && followUp.reviewers.length === 0) {
    nothingToFix(scene);
    return false;
  }
  begin(scene, { thread, latest, followUp, takes });
  return true;
}

function nothingToFix(scene: Scene): void {
  for (const { utterance, command } of scene.wishes) {
    if (command.name !== 'fix') continue;
    reply(scene, utterance, {
      body: 'There is no open remark. Say `/commander fix` and what is wrong, or remark on a line.',
    });
    finish(scene, utterance);
  }
}

function followCommand(scene: Scene, thread: PullThread, latest: Task): boolean {
  const wish = scene.wishes.find(({ command }) => command.name === 'do');
  if (wish === undefined || wish.command.name !== 'do') return false;
  const { utterance, command } = wish;
  const followUp: FollowUp = {
    kind: 'command',
    triggers: [triggerOf(utterance)],
    author: utterance.author ?? '',
    text: command.text,
  };
  begin(scene, { thread, latest, followUp, takes: [utterance] });
  return true;
}

type Beginning = {
  thread: PullThread;
  latest: Task;
  followUp: FollowUp;
  takes: readonly Pick<Utterance, 'what' | 'id'>[];
};

function begin(scene: Scene, { thread, latest, followUp, takes }: Beginning): void {
  const round = latest.round + 1;
  // What was tried for this head is not tried again, whatever else comes between.
  const tried = (latest.followUp?.triggers ?? []).filter((trigger) => trigger.endsWith(`:${thread.headSha}`));
  const triggers = [...new Set([...followUp.triggers, ...tried])];
  const ask = round > scene.rules.maxRounds;
  scene.decisions.push({ do: 'follow_up', followUp: { ...followUp, triggers }, round, ask });
  for (const each of takes) finish(scene, each);
}
