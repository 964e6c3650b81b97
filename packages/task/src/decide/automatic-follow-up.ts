import type { FollowUp } from '../follow-up.ts';
import type { Task } from '../task.ts';
import type { Decision } from './decision.ts';
import { looksFlaky } from './looks-flaky.ts';
import type { PullThread, ThreadCheck } from './thread.ts';

/** What a head calls for by itself: checks to be run again first, or a follow-up, once per head. */
export type Automatic = { reruns: Decision[] } | { followUp: FollowUp } | null;

export function automaticFollowUp(thread: PullThread, latest: Task): Automatic {
  const { headSha, mergeable, checks } = thread;
  const done = latest.followUp?.triggers ?? [];
  const conflict = `conflict:${headSha}`;
  if (mergeable === false)
    return done.includes(conflict) ? null : { followUp: { kind: 'conflict', triggers: [conflict], headSha } };
  const failed = checks === 'failure' ? thread.failedChecks : [];
  const trigger = `checks:${headSha}`;
  if (failed.length === 0 || done.includes(trigger)) return null;
  const again = failed.filter((check) => looksFlaky(check) && !check.rerun);
  if (again.length > 0) return { reruns: again.map((check) => rerun(check, headSha)) };
  return {
    followUp: { kind: 'checks', triggers: [trigger], headSha, checks: failed.slice(0, MOST).map(told) },
  };
}

const MOST = 20;

function rerun({ id, name }: ThreadCheck, headSha: string): Decision {
  return { do: 'rerun', check: { id, name }, headSha };
}

function told({ name, summary, annotations, log }: ThreadCheck) {
  return {
    name,
    summary: summary.slice(0, 10_000),
    annotations: annotations.slice(0, 50),
    log: log.slice(-20_000),
  };
}
