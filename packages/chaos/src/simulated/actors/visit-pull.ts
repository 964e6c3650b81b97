import { decidePull, type PullThread } from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import type { SimulatedPull } from '../model/simulated-github.ts';
import { REPO, roundsOf } from '../world.ts';
import { carryOut } from './carry-out.ts';
import type { Actor } from './change-task.ts';
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
  const decisions = decidePull({ thread, root, latest, rules: RULES });
  for (const [at, decision] of decisions.entries())
    yield* carryOut(actor, { decision, next: decisions.slice(at + 1), place: number, thread });
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
