import { failureOperation, issueNumberOf, isTerminal, type Task } from '@opencode-commander/task';
import { perform, type Steps, sleep } from '../effect.ts';
import { sign } from '../model/signed.ts';
import type { SimulatedIssue, SimulatedPull } from '../model/simulated-github.ts';
import { tolerate } from '../refused.ts';
import { SLEEPS } from '../world.ts';
import { askForStatus } from './ask-for-status.ts';
import { type Actor, changeTask } from './change-task.ts';
import { showsStatusOf } from './settle-shown.ts';
import { visitIssue } from './visit-issue.ts';
import { visitPull } from './visit-pull.ts';

const TICK_MS = 30_000;

/** A poller's ticks; two pollers may tick at once, which is more than the real queue allows. */
export function* pollerStory(actor: Actor): Steps {
  yield* sleep(actor.world.random.below(3_000), SLEEPS.tick);
  for (;;) {
    try {
      yield* tick(actor);
    } catch (error) {
      tolerate(error);
    }
    yield* sleep(TICK_MS, SLEEPS.tick);
  }
}

function* tick(actor: Actor): Steps {
  const { github, redis } = actor.world;
  const things = yield* perform('github', 'look at what changed', () => ({
    issues: [...github.issues.values()],
    pulls: [...github.pulls.values()],
  }));
  const { tasks, seen, pending } = yield* perform('redis', 'list tasks', () => ({
    tasks: redis.records.all(),
    seen: new Map(redis.seen),
    pending: new Map(redis.pending),
  }));
  yield* lookAtOpen(actor, things, tasks);
  for (const issue of things.issues) {
    const { number } = issue;
    // A store that was wiped while somebody looked may say that it was seen.
    const before = hasLost(issue, tasks) ? null : seen.get(number);
    const likeness = `${issue.version}`;
    yield* visit(actor, { number, likeness, before, note: pending.get(number) }, visitIssue);
  }
  for (const pull of things.pulls) {
    const { number } = pull;
    const likeness = likenessOf(pull, tasks);
    yield* visit(actor, { number, likeness, before: seen.get(number), note: pending.get(number) }, visitPull);
  }
  yield* expireQuestions(actor, tasks);
  yield* enqueueMissing(actor);
}

type Things = { issues: readonly SimulatedIssue[]; pulls: readonly SimulatedPull[] };
type Visit = {
  number: number;
  likeness: string;
  before: string | null | undefined;
  /** Undefined: nobody has noted it. */
  note: number | undefined;
};

const REPAIR_MS = 5 * 60_000;

/** Of what is open the labels are compared with the record: of nothing else, and nothing but the labels. */
function* lookAtOpen(actor: Actor, { issues }: Things, tasks: readonly Task[]): Steps {
  const { world } = actor;
  const { redis, rules } = world;
  const open = new Set(tasks.filter(({ status }) => !isTerminal(status)).map(({ id }) => issueNumberOf(id)));
  for (const root of tasks) {
    const issue = issues.find(({ number }) => number === root.source.number);
    if (!rules.repair || issue === undefined || !open.has(issue.number)) continue;
    if (showsStatusOf(issue.shown, root)) continue;
    const isDueAgain = yield* perform('redis', `due again ${root.id}`, () => {
      if ((redis.repaired.get(root.id) ?? 0) > world.now) return false;
      redis.repaired.set(root.id, world.now + REPAIR_MS);
      return true;
    });
    if (isDueAgain) yield* askForStatus(actor, root);
  }
}

/** One that fails is looked at again at the next tick. */
function* visit(
  actor: Actor,
  { number, likeness, before, note }: Visit,
  look: (actor: Actor, number: number) => Steps,
): Steps {
  if (before === likeness && note === undefined) return;
  const { redis } = actor.world;
  try {
    yield* look(actor, number);
    yield* perform('redis', `seen #${number}`, () => {
      redis.seen.set(number, likeness);
      redis.removePending(number, note);
    });
  } catch (error) {
    tolerate(error);
  }
}

/** It asks for a task or shows one, and no record knows of it: a store that has lost everything has all of that listed again. */
function hasLost({ state, asked, shown, number }: SimulatedIssue, tasks: readonly Task[]): boolean {
  const isWork = (state === 'open' && asked) || shown !== null;
  return isWork && !tasks.some(({ source }) => source.number === number);
}

/** Once a follow-up has ended, what waited for that is looked at. */
function likenessOf({ version, issue, state }: SimulatedPull, tasks: readonly Task[]): string {
  const rounds = tasks.filter(({ id }) => issueNumberOf(id) === issue).sort((a, b) => a.round - b.round);
  const latest = state === 'open' ? rounds.at(-1) : undefined;
  return latest === undefined ? `${version}` : `${version} ${latest.round} ${isTerminal(latest.status)}`;
}

function* expireQuestions(actor: Actor, tasks: readonly Task[]): Steps {
  const { world, process } = actor;
  const { redis, rules } = world;
  const now = world.wallClock(process).getTime();
  const isOver = ({ status, question }: Task) =>
    status === 'waiting_human' && question !== null && Date.parse(question.deadline) <= now;
  for (const waiting of tasks) {
    if (!isOver(waiting)) continue;
    const { number } = waiting.source;
    if (rules.noting) yield* perform('redis', `note #${number}`, () => redis.addPending(number));
    const { changed, task } = yield* changeTask(actor, waiting.id, (before) =>
      isOver(before)
        ? { status: 'failed', patch: { question: null, answer: null, failure: NOBODY_ANSWERED } }
        : null,
    );
    if (!changed || task === null) continue;
    const marker = sign(task, failureOperation(task));
    const comment = { kind: 'comment' as const, number, marker, body: NOBODY_ANSWERED.message };
    yield* perform('redis', `enqueue ${marker.operation}`, () => redis.write(comment));
    yield* askForStatus(actor, task);
  }
}

const NOBODY_ANSWERED = { kind: 'no_answer', message: 'nobody answered' } as const;

function* enqueueMissing({ world }: Actor): Steps {
  const { tasks, records } = world.redis;
  const lacksJob = ({ id, status }: Task) =>
    (status === 'queued' || status === 'dispatched' || status === 'running') && !tasks.has(id);
  // What finds nothing to do is no step: whatever goes wrong there goes wrong elsewhere too.
  if (!world.rules.missingJobs || !records.all().some(lacksJob)) return;
  yield* perform('redis', 'enqueue what has no job', () => {
    for (const task of records.all()) if (lacksJob(task)) tasks.add(task.id, { taskId: task.id });
  });
}
