import { randomUUID } from 'node:crypto';
import { created, ok } from '../http/answer.ts';
import { numberOf, type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import type { CheckRun } from '../state/check-entities.ts';
import { forbidden, notFound } from '../state/problem.ts';
import { isActionsJob, rerunCheck } from '../state/reruns.ts';
import { viewJob } from '../views/job.ts';

const JOB = '/repos/{owner}/{repo}/actions/jobs/{job_id}';
const LINK_LIFE_MS = 60_000;

/** A job of GitHub Actions is the check run of the same id. */
export const actionsJobRoutes: readonly Route[] = [
  reading(`GET ${JOB}`, (call) => ok(viewJob(call.world, call.repository, jobOf(call)))),
  reading(`GET ${JOB}/logs`, (call) => {
    const { world } = call;
    const { log } = jobOf(call);
    if (log === null) throw notFound();
    const key = randomUUID();
    world.logLinks.set(key, { log, expiresAt: world.clock() + LINK_LIFE_MS });
    return { status: 302, headers: { location: `${world.urls.web}/-/logs/${key}` } };
  }),
  writing(`POST ${JOB}/rerun`, 'write', (call) => {
    const run = jobOf(call);
    if (run.status !== 'completed')
      throw forbidden('The workflow run containing this job is already running');
    rerunCheck(call.world, { repository: call.repository, run, by: call.actor.user });
    return created({});
  }),
];

function jobOf(call: RepositoryCall): CheckRun {
  const id = numberOf(call, 'job_id');
  const run = call.repository.checkRuns.find((one) => one.id === id);
  if (!run || !isActionsJob(run)) throw notFound();
  return run;
}
