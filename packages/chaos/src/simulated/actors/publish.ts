import { WRITE_OPERATIONS } from '@opencode-commander/task';
import type { Steps } from '../effect.ts';
import type { Run } from './run.ts';

const LEASE_MS = 60_000;

/** Pushes the branch and opens or finds its pull request, under a lease that is confirmed between the steps. */
export function* publish(run: Run): Steps {
  const { github, audit } = run.world;
  const { branch, round, id: taskId, epoch, source } = run.task;
  yield* hold(run);
  yield* run.do('github', 'push', () => {
    audit.published('a push', { taskId, epoch, status: statusOf(run) }, run.world.now);
    const pull = github.pullOf(branch, 'open');
    if (pull !== null) github.changePull(pull.number, ({ head }) => ({ head: head + 1 }));
  });
  yield* hold(run);
  if (round === 0) yield* openPull(run, source.number);
  yield* run.comment(WRITE_OPERATIONS.result, 'done');
  // Once more with the status: a store that lost its last second may have forgotten the pull request.
  const { prUrl, pull, commits } = run.task;
  yield* run.become('completed', { prUrl, pull, commits });
}

/** Nobody cancels the task meanwhile. */
function* hold(run: Run): Steps {
  const until = Date.parse(run.now()) + LEASE_MS;
  yield* run.write(null, { publishingUntil: new Date(until).toISOString() });
}

function* openPull(run: Run, issue: number): Steps {
  const { github, rules, audit } = run.world;
  const { branch, id: taskId, epoch } = run.task;
  const marker = { task: taskId, epoch, operation: WRITE_OPERATIONS.pullRequest };
  const { pull: known } = run.task;
  // One that the record does not know to have ended is this task's outcome, also when somebody has merged or closed it.
  const find = () => github.pullOf(branch, 'open') ?? github.pullOf(branch);
  const found = rules.lookFirst ? yield* run.do('github', 'look for the pull request of', find) : null;
  const isEnded = found?.state !== 'open' && found?.number === known?.number && known?.state !== 'open';
  const there = isEnded ? null : found;
  const pull =
    there ??
    (yield* run.do('github', 'open the pull request of', () => {
      audit.published('a pull request', { taskId, epoch, status: statusOf(run) }, run.world.now);
      return github.openPull(issue, branch, marker);
    }));
  const { number } = pull;
  const opened = { number, nodeId: `PR_${number}`, state: 'open' as const };
  yield* run.write(null, { prUrl: `pull/${number}`, pull: opened, commits: 1 });
}

/** What nobody but the audit can know: how the task stands at the moment of the effect. */
function statusOf(run: Run) {
  return run.world.redis.records.get(run.task.id)?.status ?? null;
}
