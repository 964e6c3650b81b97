import type { CheckRun } from './check-entities.ts';
import { createCheckRun, updateCheckRun } from './checks.ts';
import { fullName, type Repository, type User } from './entities.ts';
import type { World } from './world.ts';

/** How a check that is run again ends; `pending`: it does not, until somebody says so. */
export type RerunOutcome = 'pass' | 'fail' | 'pending';

/** A check that somebody has run again. */
export type Rerun = { repo: string; name: string; headSha: string; id: number; attempt: number; by: string };

export const ACTIONS = 'github-actions';

export function isActionsJob({ app }: CheckRun): boolean {
  return app?.slug === ACTIONS;
}

export type RerunRequest = { repository: Repository; run: CheckRun; by: User };

/** A job of GitHub Actions gets a new run with a new id; another app's run begins anew. */
export function rerunCheck(world: World, { repository, run, by }: RerunRequest): CheckRun {
  const next = isActionsJob(run) ? createCheckRun(world, repository, run) : run;
  const attempt = run.attempt + 1;
  Object.assign(next, { attempt, status: 'queued', conclusion: null, completedAt: null, rerun: run.rerun });
  if (next === run)
    world.happened({ event: 'check_run', action: 'rerequested', repository, run, sender: by });
  const { name, headSha, id } = next;
  const rerun = { repo: fullName(repository), name, headSha, id, attempt, by: by.login };
  end(world, { repository, run: next, before: run }, run.rerun?.(rerun) ?? world.hooks.rerun(rerun));
  return next;
}

type Ending = { repository: Repository; run: CheckRun; before: CheckRun };

function end(world: World, { repository, run, before }: Ending, outcome: RerunOutcome): void {
  world.changed({ kind: 'check', repo: fullName(repository), number: null });
  if (outcome === 'pass')
    updateCheckRun(world, { repository, run, patch: { conclusion: 'success', log: 'All is well.\n' } });
  if (outcome !== 'fail') return;
  const { output, log } = before;
  if (run !== before) run.annotations = [...before.annotations];
  updateCheckRun(world, { repository, run, patch: { conclusion: 'failure', output, log } });
}
