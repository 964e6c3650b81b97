import {
  afresh,
  type Decision,
  type IssueThread,
  isTerminal,
  lastQuestion,
  newFollowUp,
  type PullThread,
  type Task,
} from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import { roundsOf, taskOf } from '../world.ts';
import { askForStatus } from './ask-for-status.ts';
import { type Actor, changeTask } from './change-task.ts';

export type Order<D extends Decision = Decision> = {
  decision: D;
  /** What was decided after it. */
  next: readonly Decision[];
  /** The issue or pull request it was decided on. */
  place: number;
  thread: IssueThread | PullThread;
};
type Of<K extends Decision['do']> = Extract<Decision, { do: K }>;

/** Does what was decided; done again it changes nothing. */
export function* carryOut(actor: Actor, order: Order): Steps {
  const { decision, place } = order;
  const { redis, rules } = actor.world;
  switch (decision.do) {
    case 'accept':
      return yield* accept(actor, order, decision);
    case 'cancel':
      return yield* cancel(actor, decision);
    case 'retry':
      return yield* retry(actor, decision);
    case 'answer':
      return yield* answer(actor, decision, order.next);
    case 'prioritize':
      return void (yield* changeTask(actor, decision.taskId, ({ status }) =>
        isTerminal(status) ? null : { patch: { priority: decision.priority } },
      ));
    case 'follow_up':
      return yield* followUp(actor, decision, order);
    case 'reply': {
      const { body, operation, commentId } = decision;
      actor.world.audit.replied(commentId, body);
      const issue = actor.world.github.pulls.get(place)?.issue ?? place;
      const { id: task } = taskOf(issue, new Date(0));
      const marker = { task, epoch: 0, operation, memo: null, question: null };
      return yield* perform('redis', `enqueue ${operation}`, () =>
        redis.write({ kind: 'comment', number: place, marker, body }),
      );
    }
    case 'handled':
      return yield* perform('redis', `handled ${decision.id}`, () => {
        actor.world.audit.noted(`${decision.what}:${decision.id}`);
        if (rules.handled) redis.handled.add(decision.id);
      });
    default:
      return;
  }
}

function* accept(actor: Actor, { place, thread }: Order, { revive, by }: Of<'accept'>): Steps {
  const { world, process } = actor;
  const blank = taskOf(place, world.wallClock(process));
  // The issue may have had a task before, of which nothing is left but what it asked.
  const task = { ...blank, questions: lastQuestion(blank, thread.comments) };
  if (revive) {
    const { changed } = yield* changeTask(actor, task.id, (before) =>
      before.status === 'cancelled' || before.status === 'failed'
        ? { status: 'queued', patch: { ...afresh(before), ...retriedBy(by) } }
        : null,
    );
    if (!changed) return;
    if (by !== undefined) world.audit.obeyed(by);
  } else {
    const created = yield* perform('redis', `create ${task.id}`, () => world.redis.records.create(task));
    if (created === 'exists') return;
  }
  yield* followThrough(actor, task);
}

/** A queued task has a job, and its issue shows what it is. */
export function* followThrough(actor: Actor, { id, status }: Pick<Task, 'id' | 'status'>): Steps {
  const { redis } = actor.world;
  if (status === 'queued')
    yield* perform('redis', `enqueue ${id}`, () => redis.tasks.add(id, { taskId: id }));
  yield* askForStatus(actor, { id });
}

export function* cancel(actor: Actor, { taskId, by }: Pick<Of<'cancel'>, 'taskId' | 'by'>): Steps {
  const { redis, audit } = actor.world;
  const { changed, task } = yield* changeTask(actor, taskId, ({ status, stoppedBy }) => {
    if (isTerminal(status) || (by !== undefined && stoppedBy === by)) return null;
    const patch = {
      question: null,
      answer: null,
      waitsFor: null,
      ...(by !== undefined && { stoppedBy: by }),
    };
    return { status: 'cancelled', patch };
  });
  if (changed && by !== undefined) audit.stopped(by);
  if (task?.status !== 'cancelled') return;
  yield* perform('redis', `drop the job of ${taskId}`, () => redis.tasks.drop(taskId));
  yield* followThrough(actor, task);
}

function* retry(actor: Actor, { taskId, by }: Of<'retry'>): Steps {
  const { changed, task } = yield* changeTask(actor, taskId, (before) =>
    (before.status === 'failed' || before.status === 'cancelled') &&
    (by === undefined || before.retriedBy !== by)
      ? { status: 'queued', patch: { ...afresh(before), ...retriedBy(by) } }
      : null,
  );
  if (changed && by !== undefined) actor.world.audit.obeyed(by);
  if (task?.status === 'queued') yield* followThrough(actor, task);
}

function retriedBy(by: string | undefined): Partial<Task> {
  return by === undefined ? {} : { retriedBy: by };
}

function* answer(actor: Actor, { taskId, to, by, reply }: Of<'answer'>, next: readonly Decision[]): Steps {
  const at = actor.world.wallClock(actor.process).toISOString();
  const { changed, task } = yield* changeTask(actor, taskId, (now) =>
    now.status === 'waiting_human' && now.question?.number === to && now.answer?.to !== to
      ? { status: 'queued', patch: { answer: { to, by, at, reply } } }
      : null,
  );
  const comment = handledNext(next);
  if (changed && comment !== null) actor.world.audit.answered(`${taskId}/${to}`, comment);
  if (task?.status === 'queued') yield* followThrough(actor, task);
}

/** The comment that led to a decision: the one that is done with after it. */
function handledNext(next: readonly Decision[]): number | null {
  const handled = next.find((each) => each.do === 'handled');
  return handled?.do === 'handled' ? handled.id : null;
}

function* followUp(
  actor: Actor,
  { followUp: why, round, ask }: Of<'follow_up'>,
  { place, thread }: Order,
): Steps {
  const { world, process } = actor;
  const number = world.github.pulls.get(place)?.issue ?? 0;
  const rounds = yield* perform('redis', `read the rounds of #${number}`, () => roundsOf(world, number));
  const [root, parent] = [rounds[0], rounds.at(-1)];
  if (root === undefined || parent === undefined || rounds.length > round || !('headSha' in thread)) return;
  const now = world.wallClock(process);
  const { humanMs } = world.schedule;
  const made = newFollowUp({ parent, root, pull: thread, followUp: why, round, ask, now, humanMs });
  yield* perform('redis', `create ${made.id}`, () => world.redis.records.create(made));
  if (!ask) yield* followThrough(actor, made);
}
