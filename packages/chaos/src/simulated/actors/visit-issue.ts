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
import { carryOut } from './carry-out.ts';
import { type Actor, changeTask } from './change-task.ts';
import { rebuild } from './rebuild.ts';

const RULES = { maxRounds: 5, allowedModels: null };
const OUTCOMES: readonly string[] = [STATUS_LABELS.completed, STATUS_LABELS.merged, STATUS_LABELS.failed].map(
  ({ name }) => name,
);

/** Reads an issue, decides with the real rules, and does it. */
export function* visitIssue(actor: Actor, number: number): Steps {
  const { world } = actor;
  const { id, branch } = taskOf(number, world.wallClock(actor.process));
  const { issue, pull } = yield* perform('github', `read #${number}`, () => ({
    issue: world.github.issues.get(number),
    pull: world.github.pullOf(branch, 'open'),
  }));
  if (issue === undefined) return;
  const found = yield* readTask(actor, id, number);
  const asks = issue.state === 'open' && issue.asked;
  if (found.task === null && !asks && issue.shown === null && pull === null) return;
  const { root, since } = yield* rebuild(actor, { issue, pull, record: found.task });
  const thread = { ...threadOf(issue, found), ...since };
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
