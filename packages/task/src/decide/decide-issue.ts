import { parseCommand } from '../commands/parse-command.ts';
import type { Task } from '../task.ts';
import { decideAsking } from './decide-asking.ts';
import { decideEdit } from './decide-edit.ts';
import { decidePriority } from './decide-priority.ts';
import { decideWithdrawal } from './decide-withdrawal.ts';
import type { Decision, DecisionRules } from './decision.ts';
import { aheadFrom, findQuestion } from './find-question.ts';
import { hearComments } from './hear-comments.ts';
import { createScene, finish, type Scene } from './scene.ts';
import type { IssueThread, ThreadComment } from './thread.ts';

export type IssueToDecide = {
  thread: IssueThread;
  /** The issue's own task (round 0), read after the thread was; null when there is none. */
  task: Task | null;
  /** The follow-up on its pull request that is queued, runs or waits; null when there is none. */
  followUp: Task | null;
  rules: DecisionRules;
};

/** Everything to do about an issue as it stands, in order. */
export function decideIssue({ thread, task, followUp, rules }: IssueToDecide): Decision[] {
  const { comments } = thread;
  const scene = createScene({ place: 'issue', task, rules, comments });
  scene.mayRevive = thread.state === 'open' && thread.asked === 'trusted';
  if (thread.state === 'closed') scene.ended = 'The issue is closed: open it again first.';
  scene.asked = task === null ? null : findQuestion(task, comments);
  decideAsking(scene, thread);
  if (followUp !== null) decideWithdrawal(scene, thread, followUp);
  decideEdit(scene, thread);
  decidePriority(scene, thread);
  const isNew = task === null && scene.decisions.some((decision) => decision.do === 'accept');
  if (isNew) passOver(scene, comments);
  else hearComments(scene, comments, task === null ? comments.length : aheadFrom(task, comments));
  return withPresentText(scene.decisions, thread, task);
}

/** What is tried again is tried with the text of now, where somebody vouches for that. */
function withPresentText(
  decisions: readonly Decision[],
  { textTrusted, title, body }: IssueThread,
  task: Task | null,
): Decision[] {
  const isKnown = task === null || (task.title === title && task.body === body);
  if (isKnown || !textTrusted) return [...decisions];
  return decisions.flatMap((decision) =>
    decision.do === 'retry' && decision.taskId === task.id
      ? [{ do: 'take_text', taskId: task.id }, decision]
      : [decision],
  );
}

/** What was said before there was a task is talk, but for choices, which are heard once it is there. */
function passOver(scene: Scene, comments: readonly ThreadComment[]): void {
  for (const { id, body, trusted, ours, handled } of comments) {
    if (ours !== null || handled) continue;
    const name = trusted ? parseCommand(body, 'issue')?.name : undefined;
    const isChoice = name === 'priority' || name === 'model' || name === 'help' || name === 'status';
    if (!isChoice) finish(scene, { what: 'comment', id });
  }
}
