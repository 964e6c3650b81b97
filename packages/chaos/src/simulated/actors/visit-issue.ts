import {
  decideIssue,
  type IssueThread,
  isTerminal,
  lastQuestion,
  STATUS_LABELS,
  type Task,
  type ThreadComment,
} from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import type { SimulatedIssue } from '../model/simulated-github.ts';
import type { Look, SimulatedRedis } from '../model/simulated-redis.ts';
import { HOST, REPO, roundsOf, taskOf } from '../world.ts';
import { askForStatus } from './ask-for-status.ts';
import { carryOut } from './carry-out.ts';
import { type Actor, changeTask } from './change-task.ts';

const RULES = { maxRounds: 5, allowedModels: null };
const OUTCOMES: readonly string[] = [STATUS_LABELS.completed, STATUS_LABELS.merged, STATUS_LABELS.failed].map(
  ({ name }) => name,
);

/** Reads an issue, decides with the real rules, and does it. */
export function* visitIssue(actor: Actor, number: number): Steps {
  const { world } = actor;
  const issue = yield* perform('github', `read #${number}`, () => world.github.issues.get(number));
  if (issue === undefined) return;
  const { id } = taskOf(number, world.wallClock(actor.process));
  const found = yield* readTask(actor, id, number);
  const root = found.task ?? (yield* rebuild(actor, issue));
  const thread = threadOf(issue, found);
  if (root === null && showsOutcome(issue) && !thread.asksAnew)
    return yield* rememberLook(actor, issue, found.look);
  const task = root && (yield* countQuestions(actor, root, thread.comments));
  const decisions = decideIssue({ thread, task, followUp: found.followUp, rules: RULES });
  for (const [at, decision] of decisions.entries())
    yield* carryOut(actor, { decision, next: decisions.slice(at + 1), place: number, thread });
  yield* rememberLook(actor, issue, found.look);
}

function showsOutcome({ shown }: SimulatedIssue): boolean {
  return shown !== null && OUTCOMES.includes(shown);
}

type Found = {
  task: Task | null;
  followUp: Task | null;
  look: Look | null;
  handled: SimulatedRedis['handled'];
};

function* readTask({ world }: Actor, id: string, number: number): Steps<Found> {
  const { redis } = world;
  return yield* perform('redis', `read ${id}`, () => {
    const rounds = roundsOf(world, number);
    const followUp = rounds.find(({ round, status }) => round > 0 && !isTerminal(status)) ?? null;
    const look = redis.looks.get(number) ?? null;
    return { task: redis.records.get(id), followUp, look, handled: new Set(redis.handled) };
  });
}

/** A lost record whose pull request is there is completed; a seam for the reconcile loop's own rule. */
function* rebuild(actor: Actor, issue: SimulatedIssue): Steps<Task | null> {
  const { world, process } = actor;
  if (!world.rules.rebuild) return null;
  const blank = taskOf(issue.number, world.wallClock(process));
  const pull = yield* perform('github', `find the pull request of ${blank.id}`, () =>
    world.github.pullOf(blank.branch),
  );
  if (pull === null) return null;
  const { number, state } = pull;
  const status = state === 'closed' ? ('cancelled' as const) : ('completed' as const);
  const known = {
    prUrl: `pull/${number}`,
    pull: { number, nodeId: `PR_${number}`, state },
    epoch: pull.marker.epoch,
  };
  const task = { ...blank, ...known, status };
  const made = yield* perform('redis', `make ${task.id} again`, () => {
    world.redis.records.create(task);
    return world.redis.records.get(task.id);
  });
  yield* askForStatus(actor, task);
  return made;
}

function threadOf(issue: SimulatedIssue, { look, handled }: Found): IssueThread {
  const { number, state } = issue;
  const labels = issue.asked ? ['agent'] : [];
  return {
    repo: REPO.repo,
    repoId: REPO.repoId,
    number,
    state,
    labels,
    nodeId: null,
    title: 'Say hello',
    body: 'Please say hello.',
    textTrusted: true,
    url: `https://${HOST}/${REPO.repo}/issues/${number}`,
    asked: issue.asked ? 'trusted' : null,
    hasAsked: look?.hasAsked ?? false,
    wasOpen: look?.open ?? true,
    wasLabelled: look?.labelled ?? false,
    asksAnew: look !== null && issue.askEvents > look.askEvents,
    labelsBefore: look === null ? null : labels,
    comments: withHandled(issue.comments, handled),
  };
}

export function withHandled<T extends { id: number; handled: boolean }>(
  items: readonly T[],
  handled: ReadonlySet<number>,
): T[] {
  return items.map((item) => (handled.has(item.id) ? { ...item, handled: true } : item));
}

function* rememberLook({ world }: Actor, issue: SimulatedIssue, before: Look | null): Steps {
  const look: Look = {
    hasAsked: issue.asked || (before?.hasAsked ?? false),
    open: issue.state === 'open',
    labelled: issue.asked,
    askEvents: issue.askEvents,
  };
  yield* perform('redis', `remember #${issue.number}`, () => world.redis.looks.set(issue.number, look));
}

/** Has the task know how many questions its thread shows. */
function* countQuestions(actor: Actor, task: Task, comments: readonly ThreadComment[]): Steps<Task> {
  const questions = lastQuestion(task, comments);
  if (task.questions >= questions) return task;
  const counted = yield* changeTask(actor, task.id, (now) =>
    now.questions >= questions ? null : { patch: { questions } },
  );
  return counted.task ?? task;
}
