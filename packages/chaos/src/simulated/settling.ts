import { isTerminal, reconcile, statusLabel, type Task, WRITE_OPERATIONS } from '@opencode-commander/task';
import { PromiseBroken } from './audit.ts';
import { shownOf } from './model/signed.ts';
import type { SimulatedIssue } from './model/simulated-github.ts';
import { roundsOf, taskIdOf, type World } from './world.ts';

/** Why the world has not come to rest; null when nothing is left to do. */
export function whyUnsettled(world: World): string | null {
  const { redis, containers, processes, alarms } = world;
  if (alarms.length > 0 || processes.some((one) => !one.isRunning(world.now))) return 'a process is away';
  const open = redis.records.all().find(({ status }) => !isTerminal(status));
  if (open !== undefined) return `${open.id} is ${open.status}`;
  if (redis.tasks.size > 0) return 'a job is left';
  if (redis.outbox.size > 0) return 'a write is left';
  if (containers.all().length > 0) return `container ${containers.all()[0]?.id} is left`;
  return (
    [...world.github.issues.values()].map((issue) => whyOpen(world, issue)).find((why) => why !== null) ??
    null
  );
}

function whyOpen(world: World, issue: SimulatedIssue): string | null {
  const [root, ...followUps] = roundsOf(world, issue.number);
  if (root === undefined) return whyWithout(issue);
  const untold = followUps.find((round) => !isTold(world, round));
  if (untold !== undefined) return `nothing explains why ${untold.id} is ${untold.status}`;
  if (statusLabel(root) !== issue.shown) return `#${issue.number} shows ${issue.shown} for ${root.status}`;
  if (!isTold(world, root)) return `nothing explains why ${root.id} is ${root.status}`;
  const { rule } = reconcile({ record: root, shown: shownOf(root.id, issue.comments, root.pull) });
  return rule === 'none' ? null : `${root.id} is to be reconciled: ${rule}`;
}

function whyWithout({ number, state, asked, shown, comments }: SimulatedIssue): string | null {
  const asks = state === 'open' && asked;
  // Nobody asks for a task, and no label shows that there was one, which was lost.
  if (!asks && shown === null) return null;
  const { rule } = reconcile({ record: null, shown: shownOf(taskIdOf(number), comments, null) });
  if (rule !== 'none') return `the task of #${number} is lost`;
  return asks && shown === null ? `#${number} asks and has no task` : null;
}

/** Its status comment says how it ended. */
function isTold({ github }: World, { id, source, status }: Task): boolean {
  const told = github.find(source.number, { task: id, operation: WRITE_OPERATIONS.status });
  return told?.body.startsWith(status) ?? false;
}

/** What must hold once nothing goes wrong any more and everything has come to rest. Throws PromiseBroken. */
export function checkOutcomes(world: World): void {
  for (const issue of world.github.issues.values()) {
    const pulls = [...world.github.pulls.values()].filter((pull) => pull.issue === issue.number);
    const wishes = issue.askEvents + issue.comments.filter(({ body }) => body === '/commander retry').length;
    if (pulls.length > wishes)
      throw new PromiseBroken('one outcome per issue', `${pulls.length} pull requests for ${wishes} wishes`);
    const [root] = roundsOf(world, issue.number);
    // Rebuilt from its result alone it does not know a pull request that people closed before its status was written.
    const isKnown = ({ number }: { number: number }) => number === (root?.pull?.number ?? number);
    if (root?.status === 'completed' && !pulls.some(isKnown))
      throw new PromiseBroken('one outcome per issue', `${root.id} is completed without a pull request`);
  }
}
