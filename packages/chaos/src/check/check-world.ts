import { isTerminal, labelChanges, type Task } from '@opencode-commander/task';
import type { Ending } from '../story/kinds.ts';
import { checkEpochs } from './check-epochs.ts';
import { checkWrites } from './check-writes.ts';
import { isExplained, isTold } from './is-told.ts';
import type { CommentSeen, IssueSeen, ThreadSeen, Violation, WorldSeen } from './snapshot.ts';

/** Every promise that the world at a run's end does not keep. */
export function checkWorld(world: WorldSeen): Violation[] {
  return [
    ...world.issues.flatMap((seen) => checkIssue(seen, world.recordsLost)),
    ...(world.undisturbed ? world.issues.flatMap(checkWish) : []),
    ...checkEpochs(world.markers, world),
    ...checkWrites(world.deadWrites, world.archived),
    ...world.leftovers.map((what) => ({ rule: 'nothing is left behind', where: 'host', what })),
  ];
}

function checkIssue(seen: IssueSeen, recordsLost: boolean): Violation[] {
  const broken = (rule: string, what: string): Violation => ({
    rule,
    where: `${seen.reference} (${seen.kind})`,
    what,
  });
  return [
    ...checkOutcome(seen, recordsLost).map((what) => broken('one outcome', what)),
    ...checkPulls(seen).map((what) => broken('no duplicate pull request', what)),
    ...[seen.issue, ...seen.pulls].flatMap((thread) =>
      duplicates(thread).map((what) => broken('no duplicate comment', what)),
    ),
    ...checkLabels(seen).map((what) => broken('labels say what the record says', what)),
    ...checkFollowUp(seen, recordsLost).map((what) => broken('no follow-up is lost', what)),
    ...checkAnswer(seen).map((what) => broken('every answer is used once', what)),
  ];
}

function checkOutcome(seen: IssueSeen, recordsLost: boolean): string[] {
  const [root] = seen.tasks;
  if (root === undefined && !recordsLost) return ['it has no task'];
  const open = seen.tasks.filter(({ status }) => !isTerminal(status));
  if (open.length > 0) return open.map(({ id, status }) => `${id} is ${status}`);
  const ending = endingOf(seen);
  const ours = seen.pulls.filter(({ isOurs }) => isOurs).length;
  if (ending === null) return ['it has ended in no way that can be seen'];
  if (ending === 'pull' && ours === 0 && !isTaken(seen))
    return ['it is said to have a pull request, and has none'];
  if (ending === 'pull' && root && !isTold(root, seen.issue.comments) && !isOutOfSight(seen, recordsLost))
    return ['it is completed without a comment that says so'];
  if (ending === 'explained' && !isExplained(seen.issue.comments))
    return ['it failed without a comment that says why'];
  if (ending === 'explained' && ours > 0) return ['it is said to have failed, and has a pull request'];
  if (ending === 'withdrawn' && !mayBeWithdrawn(seen)) return ['it was cancelled, and nobody wanted that'];
  return [];
}

/** What was lost is said again where the poller looks, and it looks at no closed issue of a task that has ended. */
function isOutOfSight({ issue, touched }: IssueSeen, recordsLost: boolean): boolean {
  return issue.state === 'closed' && (recordsLost || touched.includes('archive'));
}

/** With nothing in the way an issue ends as it should. */
function checkWish(seen: IssueSeen): Violation[] {
  const ending = endingOf(seen);
  if (ending !== null && seen.mayEnd.includes(ending)) return [];
  const what = `it ended as "${ending}", and nothing had failed`;
  return [{ rule: 'undisturbed, it works', where: `${seen.reference} (${seen.kind})`, what }];
}

/** GitHub has one open pull request of a branch, and a person's may be it. */
function isTaken({ touched, pulls }: IssueSeen): boolean {
  return touched.includes('pull_there') && pulls.length === 1;
}

function mayBeWithdrawn({ mayEnd, touched, issue }: IssueSeen): boolean {
  return mayEnd.includes('withdrawn') || issue.state === 'closed' || touched.includes('archive');
}

/** What the record says, or the labels where it is lost. */
function endingOf({ kind, tasks: [root], issue }: IssueSeen): Ending | null {
  if (root?.status === 'completed' || (!root && issue.labels.some((name) => DONE.includes(name))))
    return 'pull';
  if (root?.status === 'failed' || (!root && issue.labels.includes('agent/failed'))) return 'explained';
  // Who waits for itself goes on waiting: people read why, and take the issue back.
  if (kind === 'cycle' && isExplained(issue.comments)) return 'explained';
  if (root?.status === 'cancelled' || issue.state === 'closed') return 'withdrawn';
  return null;
}

const DONE = ['agent/review', 'agent/done'];

function checkPulls({ pulls }: IssueSeen): string[] {
  const ours = pulls.filter(({ isOurs }) => isOurs);
  return ours.length > 1 ? [`there are ${ours.map(({ number }) => `#${number}`).join(' and ')}`] : [];
}

/** Two of one operation, or two unmarked ones that say the same. */
function duplicates({ comments }: ThreadSeen): string[] {
  const names = comments.filter(({ isOurs }) => isOurs).map(nameOf);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  return [...new Set(twice)].map((name) => `more than one comment "${name}"`);
}

function nameOf({ marker, body }: CommentSeen): string {
  return marker === null ? body.trim() : `${marker.task} ${marker.operation}`;
}

function checkLabels({ issue, pulls, tasks }: IssueSeen): string[] {
  const [root, ...followUps] = tasks;
  const newest = followUps.findLast(({ pull }) => pull !== null);
  const pull = pulls.find(({ number }) => number === newest?.pull?.number);
  return [
    ...(root ? labelFaults(issue, root) : []),
    ...(pull && newest && newest.status !== 'cancelled' ? labelFaults(pull, newest) : []),
  ];
}

function labelFaults({ number, labels }: ThreadSeen, task: Task): string[] {
  const { add, remove } = labelChanges(labels, task);
  if (add.length + remove.length === 0) return [];
  return [`#${number} lacks [${add.join(', ')}] and has [${remove.join(', ')}] too much`];
}

function checkFollowUp({ owesFollowUp, tasks, touched }: IssueSeen, recordsLost: boolean): string[] {
  const excused =
    recordsLost || touched.some((fault) => fault !== 'reply') || tasks[0]?.status !== 'completed';
  return owesFollowUp && !excused && tasks.length < 2 ? ['nothing came of what people said'] : [];
}

function checkAnswer({ answered }: IssueSeen): string[] {
  if (answered === null || answered.mayBe.includes(answered.is)) return [];
  return [`the work says "${answered.is}", people said ${answered.mayBe.join(' or ')}`];
}
