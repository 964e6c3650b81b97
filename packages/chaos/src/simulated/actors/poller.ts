import { isTerminal, labelChanges, reconcile, type Task } from '@opencode-commander/task';
import { perform, type Steps, sleep } from '../effect.ts';
import { shownOf, sign } from '../model/signed.ts';
import type { SimulatedIssue, SimulatedPull, Thing } from '../model/simulated-github.ts';
import { tolerate } from '../refused.ts';
import { SLEEPS } from '../world.ts';
import { askForStatus } from './ask-for-status.ts';
import { type Actor, changeTask } from './change-task.ts';
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
  const { tasks, seen } = yield* perform('redis', 'list tasks', () => ({
    tasks: redis.records.all(),
    seen: new Map(redis.seen),
  }));
  for (const issue of things.issues) {
    const likeness = likenessOf(issue, tasks);
    // A store that was wiped while somebody looked may say that it was seen.
    const before = hasLost(issue, tasks) ? null : seen.get(issue.number);
    yield* visit(actor, { thing: issue, likeness, before }, visitIssue);
  }
  for (const pull of things.pulls)
    yield* visit(
      actor,
      { thing: pull, likeness: likenessOf(pull, tasks), before: seen.get(pull.number) },
      visitPull,
    );
  yield* expireQuestions(actor, tasks);
  yield* enqueueMissing(actor);
  yield* repair(actor, things, tasks);
}

type Things = { issues: readonly SimulatedIssue[]; pulls: readonly SimulatedPull[] };
type Visit = { thing: SimulatedIssue | SimulatedPull; likeness: string; before: string | null | undefined };

/** One that fails is looked at again at the next tick. */
function* visit(
  actor: Actor,
  { thing, likeness, before }: Visit,
  look: (actor: Actor, number: number) => Steps,
): Steps {
  if (before === likeness) return;
  const { redis } = actor.world;
  try {
    yield* look(actor, thing.number);
    yield* perform('redis', `seen #${thing.number}`, () => redis.seen.set(thing.number, likeness));
  } catch (error) {
    tolerate(error);
  }
}

/** It asks, and no record knows of it. */
function hasLost({ state, asked, number }: SimulatedIssue, tasks: readonly Task[]): boolean {
  return state === 'open' && asked && !tasks.some(({ source }) => source.number === number);
}

/** What a thing is like: its version, and how its latest task stands. */
function likenessOf(thing: SimulatedIssue | SimulatedPull, tasks: readonly Task[]): string {
  const issue = 'issue' in thing ? thing.issue : thing.number;
  const own = tasks.filter(({ id }) => Number.parseInt(id, 10) === issue);
  return `${thing.version} ${own.map(({ round, status }) => `${round}${isTerminal(status)}`).join()}`;
}

function* expireQuestions(actor: Actor, tasks: readonly Task[]): Steps {
  const now = actor.world.wallClock(actor.process).getTime();
  for (const { id, status } of tasks) {
    if (status !== 'waiting_human') continue;
    const { changed, task } = yield* changeTask(actor, id, (before) =>
      before.status === 'waiting_human' && before.question && Date.parse(before.question.deadline) <= now
        ? { status: 'failed', patch: { question: null, answer: null, failure: NOBODY_ANSWERED } }
        : null,
    );
    if (changed && task) yield* askForStatus(actor, task);
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

/** What GitHub does not show of the records is written again. */
function* repair(actor: Actor, { issues, pulls }: Things, tasks: readonly Task[]): Steps {
  const { rules, redis } = actor.world;
  if (!rules.repair || redis.outbox.size > 0) return;
  for (const task of tasks) {
    const thing = [...issues, ...pulls].find(({ number }) => number === task.source.number);
    if (thing === undefined) continue;
    if ('shown' in thing && showsOther(thing, task)) yield* askForStatus(actor, task);
    yield* sayMissing(actor, thing, task);
  }
}

function showsOther({ shown }: SimulatedIssue, task: Task): boolean {
  const { add, remove } = labelChanges(shown === null ? [] : [shown], task);
  return add.length + remove.length > 0;
}

/** A store that lost its last second may know what a comment was to say, and have forgotten the comment. */
function* sayMissing({ world }: Actor, { number, comments }: Thing, task: Task): Steps {
  const found = reconcile({ record: task, shown: shownOf(task.id, comments, task.pull) });
  if (found.rule !== 'say') return;
  const marker = sign(task, found.operation);
  yield* perform('redis', `enqueue ${found.operation} again`, () =>
    world.redis.write({ kind: 'comment', number, marker, body: 'see above' }),
  );
}
