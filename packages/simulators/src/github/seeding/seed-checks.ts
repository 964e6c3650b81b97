import { resolveCommit } from '../git/refs.ts';
import { type CheckSnapshot, snapshotCheck } from '../snapshots.ts';
import { appNamed } from '../state/apps.ts';
import type { Annotation, CheckRun } from '../state/check-entities.ts';
import { type CheckRunPatch, createCheckRun, updateCheckRun } from '../state/checks.ts';
import type { Repository } from '../state/entities.ts';
import { ACTIONS, type Rerun, type RerunOutcome } from '../state/reruns.ts';
import type { World } from '../state/world.ts';
import { type SeedTarget, scopesIn } from './scopes.ts';

export type SeedCheckRun = CheckRunPatch & {
  repo: string;
  /** A branch, a tag or a sha. */
  ref: string;
  name: string;
  /** The slug of the app it belongs to; none when absent. */
  app?: string;
};

/** A check of a pull request's head; a job of GitHub Actions unless `app` names another app's slug. */
export type SeedCheck = Omit<SeedTarget, 'by'> & { name: string; app?: string };

export type SeedFailure = SeedCheck & {
  /** `failure` when absent. */
  conclusion?: 'failure' | 'timed_out' | 'cancelled' | 'action_required';
  summary?: string;
  log?: string;
  annotations?: readonly { path: string; line: number; message: string; level?: Annotation['level'] }[];
  /** How it ends when it is run again; as `onRerun` says when absent. */
  rerun?: RerunOutcome | ((rerun: Rerun) => RerunOutcome);
};

export type CheckSeeding = {
  addCheckRun(run: SeedCheckRun): Promise<{ id: number }>;
  startCheck(check: SeedCheck): { id: number };
  /** Ends the check of that name that is under way, or a new one. */
  failCheck(check: SeedFailure): { id: number };
  passCheck(check: SeedCheck & { log?: string }): { id: number };
  /** All runs on the pull request's head, oldest first. */
  checks(repo: string, number: number): CheckSnapshot[];
  /** Decides how checks end that are run again; without it they stay `pending`. */
  onRerun(decide: (rerun: Rerun) => RerunOutcome): void;
};

/** What continuous integration says. */
export function createCheckSeeding(world: World): CheckSeeding {
  const { look, pull } = scopesIn(world);
  const end = (check: SeedCheck, patch: CheckRunPatch): CheckRun => {
    const { repository } = pull(check);
    const run = unfinished(world, repository, check) ?? start(world, check);
    updateCheckRun(world, { repository, run, patch });
    return run;
  };
  return {
    addCheckRun: (run) => addCheckRun(world, look.repository(run.repo), run),
    startCheck: (check) => ({ id: start(world, check).id }),
    failCheck({ summary, log, annotations, rerun, conclusion = 'failure', ...check }) {
      const run = end(check, {
        conclusion,
        output: { title: `${check.name} failed`, summary: summary ?? null },
        log: log ?? null,
        annotations: (annotations ?? []).map(toAnnotation),
      });
      run.rerun = typeof rerun === 'string' ? () => rerun : (rerun ?? null);
      return { id: run.id };
    },
    passCheck: ({ log, ...check }) => ({ id: end(check, { conclusion: 'success', log: log ?? null }).id }),
    checks(repo, number) {
      const { repository, issue } = pull({ repo, number });
      return repository.checkRuns.filter((run) => run.headSha === issue.pull.headSha).map(snapshotCheck);
    },
    onRerun(decide) {
      world.hooks.rerun = decide;
    },
  };
}

function start(world: World, check: SeedCheck): CheckRun {
  const { repository, issue } = scopesIn(world).pull(check);
  const app = appNamed(world, check.app ?? ACTIONS);
  const run = createCheckRun(world, repository, { name: check.name, headSha: issue.pull.headSha, app });
  updateCheckRun(world, { repository, run, patch: { status: 'in_progress' } });
  return run;
}

function unfinished(world: World, repository: Repository, check: SeedCheck): CheckRun | undefined {
  const { headSha } = scopesIn(world).pull(check).issue.pull;
  return repository.checkRuns.findLast(
    (run) => run.name === check.name && run.headSha === headSha && run.status !== 'completed',
  );
}

async function addCheckRun(
  world: World,
  repository: Repository,
  seed: SeedCheckRun,
): Promise<{ id: number }> {
  const { repo: _repo, ref, name, app, ...patch } = seed;
  const headSha = await resolveCommit(world.git, repository.path, ref);
  if (headSha === null) throw new Error(`${seed.repo} has no commit ${ref}.`);
  const of = app === undefined ? null : appNamed(world, app);
  const run = createCheckRun(world, repository, { name, headSha, app: of });
  updateCheckRun(world, { repository, run, patch });
  return { id: run.id };
}

function toAnnotation(from: NonNullable<SeedFailure['annotations']>[number]): Annotation {
  const { path, line, message, level = 'failure' } = from;
  const columns = { startColumn: null, endColumn: null, title: null, rawDetails: null };
  return { path, startLine: line, endLine: line, level, message, ...columns };
}
