import type { Command, CommandPlace } from '../commands/command.ts';
import type { PendingQuestion } from '../question.ts';
import { isTerminal, type Status } from '../status.ts';
import type { Task } from '../task.ts';
import type { TaskId } from '../task-id.ts';
import { replyOperation } from '../write-operation.ts';
import type { Decision, DecisionRules } from './decision.ts';
import type { ThreadComment } from './thread.ts';

/** Something that somebody other than us said, wherever on the thread. */
export type Utterance = {
  what: 'comment' | 'review' | 'remark';
  id: number;
  author: string | null;
  trusted: boolean;
  body: string;
};

/** A wish for more work on a pull request. */
type Wish = { utterance: Utterance; command: Extract<Command, { name: 'fix' | 'do' }> };

/** The question that the task waits for, and where on the thread it was asked. */
export type AskedQuestion = {
  question: PendingQuestion;
  /** The index of our comment among the thread's; infinite as long as it is not there. */
  at: number;
  /** Who answered, null as long as nobody has. */
  answeredBy: string | null;
};

/** What one look at a thread knows and has decided so far; what it decides counts at once for what is heard next. */
export type Scene = {
  readonly place: CommandPlace;
  /** The task that people on this thread steer. */
  readonly task: Task | null;
  readonly rules: DecisionRules;
  /** Operations of the comments we have written here. */
  readonly written: Set<string>;
  readonly decisions: Decision[];
  /** The task's, with what was decided already. */
  status: Status | null;
  asked: AskedQuestion | null;
  /** Why nothing can be started here any more, in a sentence; null when it can. */
  ended: string | null;
  /** May a stopped task come back by command? */
  mayRevive: boolean;
  /** What people want to be worked on. */
  wishes: Wish[];
  /** Somebody said stop: what waited is off as well. */
  stopped: boolean;
};

export type NewScene = Pick<Scene, 'place' | 'task' | 'rules'> & { comments: readonly ThreadComment[] };

export function createScene({ place, task, rules, comments }: NewScene): Scene {
  const written = comments.flatMap(({ ours }) => (ours === null ? [] : [ours.operation]));
  return {
    place,
    task,
    rules,
    written: new Set(written),
    decisions: [],
    status: task?.status ?? null,
    asked: null,
    ended: null,
    mayRevive: false,
    wishes: [],
    stopped: false,
  };
}

/** The task as far as it is queued, runs or waits; null when there is nothing to steer. */
export function openTask({ task, status }: Scene): Task | null {
  return task === null || status === null || isTerminal(status) ? null : task;
}

/** Says something to somebody, once per `operation`. */
export function reply(scene: Scene, to: Utterance, said: { body: string; operation?: string }): void {
  const { body, operation = replyOperation(to) } = said;
  if (scene.written.has(operation)) return;
  scene.written.add(operation);
  scene.decisions.push({ do: 'reply', commentId: to.id, operation, body });
}

/** A review has no place for a reaction. */
export function react(scene: Scene, to: Utterance, content: 'eyes' | '+1'): void {
  if (to.what === 'review') return;
  const kind = to.what === 'comment' ? 'issue_comment' : 'review_comment';
  scene.decisions.push({ do: 'react', to: kind, commentId: to.id, content });
}

export function finish({ decisions }: Scene, { what, id }: Pick<Utterance, 'what' | 'id'>): void {
  decisions.push({ do: 'handled', what, id });
}

/** The task ends. */
export function cancel(scene: Scene, { id }: Task, reason: string): void {
  scene.decisions.push({ do: 'cancel', taskId: id, reason });
  end(scene);
}

/** The task ends by somebody's word. */
export function cancelBy(scene: Scene, { id }: Task, utterance: Utterance): void {
  scene.decisions.push(stopBy(id, utterance));
  end(scene);
}

/** Whether this very word has stopped the task, by whoever died before that was noted: what follows from it is done again. */
export function wasStoppedBy({ task, decisions }: Scene, utterance: Utterance): boolean {
  if (task === null || task.stoppedBy !== triggerOf(utterance)) return false;
  decisions.push(stopBy(task.id, utterance));
  return true;
}

function stopBy(taskId: TaskId, utterance: Utterance): Decision {
  return { do: 'cancel', taskId, reason: `stopped by ${utterance.author}`, by: triggerOf(utterance) };
}

function end(scene: Scene): void {
  scene.status = 'cancelled';
  scene.asked = null;
}

/** What names an utterance, among a follow-up's triggers for one. */
export function triggerOf({ what, id }: Pick<Utterance, 'what' | 'id'>): string {
  return `${what}:${id}`;
}
