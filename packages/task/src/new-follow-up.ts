import type { FollowUp } from './follow-up.ts';
import { newTask } from './new-task.ts';
import { nextQuestion } from './next-question.ts';
import type { PendingQuestion } from './question.ts';
import type { Task } from './task.ts';
import { taskId } from './task-id.ts';

export type NewFollowUp = {
  /** The task of the round before. */
  parent: Task;
  /** Round 0: the issue's own task. */
  root: Task;
  pull: { number: number; nodeId: string; url: string };
  followUp: FollowUp;
  round: number;
  /** It waits until somebody says that the pull request may have another round. */
  ask: boolean;
  now: Date;
  /** How long it waits for that. */
  humanMs: number;
};

/** The task of a pull request's next round. The same round of the same issue always gives the same id. */
export function newFollowUp({ parent, root, pull, followUp, round, ask, now, humanMs }: NewFollowUp): Task {
  const { host, repoId, number } = root.source;
  const task = newTask({
    issue: { ...root.source, title: root.title, body: root.body, labels: [] },
    host,
    now,
    priority: parent.priority,
  });
  return {
    ...task,
    id: taskId({ host, repoId, number, round }),
    source: { ...root.source, number: pull.number, url: pull.url, kind: 'pull_request', nodeId: pull.nodeId },
    round,
    parentTaskId: parent.id,
    branch: root.branch,
    prUrl: pull.url,
    pull: { number: pull.number, nodeId: pull.nodeId, state: 'open' },
    followUp,
    model: parent.model,
    ...(ask ? asking({ ...nextQuestion({ task, now, humanMs }), kind: 'rounds', rounds: round - 1 }) : {}),
  };
}

function asking(question: PendingQuestion): Pick<Task, 'status' | 'question' | 'questions'> {
  return { status: 'waiting_human', question, questions: question.number };
}
