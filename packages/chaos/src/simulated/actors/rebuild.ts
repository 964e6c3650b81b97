import {
  type IssueThread,
  reconcile,
  restoreTask,
  type Task,
  WRITE_OPERATIONS,
} from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import { shownOf } from '../model/signed.ts';
import type { SimulatedIssue, SimulatedPull } from '../model/simulated-github.ts';
import { Refused } from '../refused.ts';
import { taskOf } from '../world.ts';
import { askForStatus } from './ask-for-status.ts';
import type { Actor } from './change-task.ts';
import { settleShown } from './settle-shown.ts';

type Seen = { issue: SimulatedIssue; pull: SimulatedPull | null; record: Task | null };
type Rebuilt = { root: Task | null; since: Partial<Pick<IssueThread, 'hasAsked' | 'asksAnew'>> };

/** Writes a record anew that is lost, or older than what GitHub shows, by the real rules. */
export function* rebuild(actor: Actor, { issue, pull, record }: Seen): Steps<Rebuilt> {
  const { world, process } = actor;
  const blank = taskOf(issue.number, world.wallClock(process));
  const known = pull && { number: pull.number, nodeId: `PR_${pull.number}`, state: pull.state };
  const shown = shownOf(blank.id, issue.comments, known);
  const found = reconcile({ record, shown });
  const label = issue.shown;
  if (found.rule !== 'restore' || !world.rules.rebuild) {
    if (record !== null) yield* settleShown(actor, record, { shown, label });
    return { root: record, since: {} };
  }
  const root = restoreTask(blank, found.standing);
  const isWritten = yield* perform('redis', `restore ${root.id} ${root.status}`, () =>
    world.restore(root, record),
  );
  if (!isWritten) throw new Refused('changed_meanwhile');
  // Of the older record a job may wait, which would find nothing to run.
  if (reconcile({ record: root, job: 'waiting' }).rule === 'drop_job')
    yield* perform('redis', `drop the job of ${root.id}`, () => world.redis.tasks.drop(root.id));
  if (shown.memo?.status !== root.status) yield* askForStatus(actor, root);
  yield* settleShown(actor, root, { shown, label });
  return { root, since: sinceStatus(issue) };
}

/** What GitHub's events tell in place of what Redis remembered of the issue. */
function sinceStatus({ comments, askEvents, askedAt }: SimulatedIssue): Rebuilt['since'] {
  const status = comments.find(({ ours }) => ours?.operation === WRITE_OPERATIONS.status);
  return { hasAsked: askEvents > 0, asksAnew: status !== undefined && askedAt > status.changedAt };
}
