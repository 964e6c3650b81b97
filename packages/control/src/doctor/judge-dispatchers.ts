import type { DispatcherView } from '../dispatcher-view.ts';
import { type Finding, fine, wrong } from './finding.ts';

const CHECK = 'dispatchers';

/** What is to be said of those who run agents; `queued`: how many tasks wait for one. */
export function judgeDispatchers(seen: readonly DispatcherView[], queued: number): Finding[] {
  const alive = seen.filter((each) => each.alive);
  // One that was stopped in order said that it has no places any more: its host is at fault for nothing.
  const dead = seen.filter((each) => !each.alive && each.slots > 0);
  const troubles = [...noneAlive(alive, queued), ...alive.flatMap(refusing), ...dead.map(died)];
  if (troubles.length > 0) return troubles;
  if (alive.length === 0) return [fine(CHECK, 'none is at work, and nothing waits for one')];
  return alive.map(({ host, slots, running }) =>
    fine(CHECK, `${host} works on ${running.length} of at most ${slots} tasks`),
  );
}

function noneAlive(alive: readonly DispatcherView[], queued: number): Finding[] {
  if (alive.length > 0 || queued === 0) return [];
  const waits = queued === 1 ? '1 task waits' : `${queued} tasks wait`;
  return [wrong(CHECK, `none is alive, and ${waits} for one`, 'start one with commander up')];
}

function refusing({ host, refuses }: DispatcherView): Finding[] {
  if (refuses === null) return [];
  return [
    wrong(CHECK, `${host} takes no new tasks: ${refuses}`, `see to it on ${host}: commander doctor there`),
  ];
}

function died({ host, pid, last_seen, running }: DispatcherView): Finding {
  const left = running.length === 0 ? '' : `, over ${running.join(', ')}`;
  return wrong(
    CHECK,
    `that on ${host} (process ${pid}) was last heard of at ${last_seen}${left}`,
    `start it again on ${host}: it takes up its tasks, which others do after a while`,
  );
}
