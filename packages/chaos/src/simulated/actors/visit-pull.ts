import { decidePull, isTerminal, type PullThread, type Task } from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import { shownOf } from '../model/signed.ts';
import type { SimulatedPull } from '../model/simulated-github.ts';
import { REPO, roundsOf } from '../world.ts';
import { cancel, carryOut, followThrough } from './carry-out.ts';
import { type Actor, changeTask } from './change-task.ts';
import { settleShown } from './settle-shown.ts';
import { withHandled } from './visit-issue.ts';

const RULES = { maxRounds: 2, allowedModels: null };

/** Reads a pull request of ours, decides with the real rules, and does it. */
export function* visitPull(actor: Actor, number: number): Steps {
  const { github, redis } = actor.world;
  const pull = yield* perform('github', `read #${number}`, () => github.pulls.get(number));
  if (pull === undefined) return;
  const { rounds, handled } = yield* perform('redis', `read the rounds of #${pull.issue}`, () => ({
    rounds: roundsOf(actor.world, pull.issue),
    handled: new Set(redis.handled),
  }));
  const [root, latest] = [rounds[0], rounds.at(-1)];
  // Until the task knows its pull request nothing is followed there.
  if (root === undefined || latest === undefined || root.pull?.number !== number) return;
  const thread = threadOf(pull, handled);
  for (const round of rounds.slice(1)) {
    const shown = shownOf(round.id, pull.comments, null);
    yield* settleShown(actor, round, { shown, label: undefined });
  }
  const decisions = decidePull({ thread, root, latest, rules: RULES });
  for (const [at, decision] of decisions.entries())
    yield* carryOut(actor, { decision, next: decisions.slice(at + 1), place: number, thread });
  // Also what a process that died in the middle of it has left.
  if (thread.state !== 'open' && !redis.ended.has(number))
    yield* endPull(actor, { state: thread.state, root, latest, number });
  if (thread.state === 'open' && redis.ended.has(number)) yield* reopenPull(actor, root.id, number);
}

type Ending = { state: 'merged' | 'closed'; root: Task; latest: Task; number: number };

function* endPull(actor: Actor, { state, root, latest, number }: Ending): Steps {
  const { redis } = actor.world;
  if (latest.id !== root.id && !isTerminal(latest.status)) yield* cancel(actor, { taskId: latest.id });
  const { task } = yield* changeTask(actor, root.id, ({ status, pull }) => {
    if (pull === null) return null;
    const patch = { pull: { ...pull, state } };
    // In one write: a store that lost its last second must not know the one without the other.
    if (state === 'closed' && status !== 'failed' && status !== 'cancelled')
      return { status: 'cancelled', patch: { ...patch, question: null, answer: null, waitsFor: null } };
    return pull.state === state ? null : { patch };
  });
  if (task?.status === 'cancelled')
    yield* perform('redis', `drop the job of ${task.id}`, () => redis.tasks.drop(task.id));
  if (task !== null) yield* followThrough(actor, task);
  yield* perform('redis', `#${number} has ended`, () => redis.ended.add(number));
}

function* reopenPull(actor: Actor, id: string, number: number): Steps {
  const { redis } = actor.world;
  const { task } = yield* changeTask(actor, id, ({ status, pull }) => {
    if (pull === null || pull.state === 'open') return null;
    const patch = { pull: { ...pull, state: 'open' as const } };
    if (status === 'completed') return { patch };
    return status === 'cancelled' ? { status: 'completed', patch } : null;
  });
  if (task?.pull?.state !== 'open' || task.pull.number !== number) return;
  yield* perform('redis', `watch #${number}`, () => redis.ended.delete(number));
  yield* followThrough(actor, task);
}

function threadOf(pull: SimulatedPull, handled: ReadonlySet<number>): PullThread {
  const { number, state, head } = pull;
  return {
    ...REPO,
    ...{ number, state, nodeId: `PR_${number}`, url: `pull/${number}`, headSha: `head${head}` },
    ...{ mergeable: true, checks: 'none', failedChecks: [], remarks: [] },
    comments: withHandled(pull.comments, handled),
    reviews: withHandled(pull.reviews, handled),
  };
}
