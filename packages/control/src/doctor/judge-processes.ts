import type { ProcessView } from '../process-view.ts';
import { type Finding, fine, wrong } from './finding.ts';

const CHECK = 'processes';

/** What is to be said of the processes; that dispatchers died their own registry tells, with their tasks. */
export function judgeProcesses(seen: readonly ProcessView[]): Finding[] {
  const alive = seen.filter((each) => each.alive);
  const dead = seen.filter((each) => !each.alive && each.service !== 'dispatcher');
  const troubles = [...noPoller(alive), ...dead.map(died), ...alive.flatMap(unwell)];
  if (troubles.length > 0) return troubles;
  return [fine(CHECK, alive.length === 0 ? 'none is at work' : `all ${alive.length} are well`)];
}

/** Where nothing is at work nobody misses one. */
function noPoller(alive: readonly ProcessView[]): Finding[] {
  if (alive.length === 0 || alive.some(({ service }) => service === 'poller')) return [];
  return [
    wrong(
      CHECK,
      'no poller is alive: nothing new on GitHub is seen, and nothing is written there',
      'start one with commander up',
    ),
  ];
}

function died({ service, host, pid, last_seen }: ProcessView): Finding {
  return wrong(
    CHECK,
    `the ${service} on ${host} (process ${pid}) was last heard of at ${last_seen}`,
    `start it again on ${host}, and see its log for why it ended`,
  );
}

function unwell({ service, host, problems }: ProcessView): Finding[] {
  return problems.map((problem) =>
    wrong(CHECK, `the ${service} on ${host}: ${problem}`, `see to it on ${host}: commander doctor there`),
  );
}
