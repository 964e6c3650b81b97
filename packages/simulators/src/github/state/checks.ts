import type { CheckRun, CommitStatus } from './check-entities.ts';
import { fullName, type Repository, type User } from './entities.ts';
import type { World } from './world.ts';

export type NewCheckRun = Pick<CheckRun, 'name' | 'headSha' | 'app'>;
export type CheckRunPatch = Partial<
  Pick<
    CheckRun,
    'name' | 'status' | 'conclusion' | 'detailsUrl' | 'externalId' | 'startedAt' | 'completedAt' | 'log'
  >
> & { output?: Partial<CheckRun['output']>; annotations?: CheckRun['annotations'] };

export function createCheckRun(
  world: World,
  repository: Repository,
  { name, headSha, app }: NewCheckRun,
): CheckRun {
  const run: CheckRun = {
    ...{ name, headSha, app },
    id: world.nextId(),
    status: 'queued',
    conclusion: null,
    detailsUrl: null,
    externalId: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    log: null,
    attempt: 1,
    rerun: null,
    startedAt: world.now(),
    completedAt: null,
  };
  repository.checkRuns.push(run);
  tell(world, repository, { run, action: 'created' });
  return run;
}

export type CheckRunChange = { repository: Repository; run: CheckRun; patch: CheckRunPatch };

/** A conclusion completes a run; annotations are added to those that are there, as on GitHub. */
export function updateCheckRun(world: World, { repository, run, patch }: CheckRunChange): void {
  const { output, annotations, ...fields } = patch;
  const wasCompleted = run.status === 'completed';
  Object.assign(run, fields);
  if (output) run.output = { ...run.output, ...output };
  if (annotations) run.annotations.push(...annotations);
  if (fields.conclusion) run.status = 'completed';
  if (run.status === 'completed') run.completedAt ??= world.now();
  if (run.status === 'completed' && !wasCompleted) tell(world, repository, { run, action: 'completed' });
  world.changed({ kind: 'check', repo: fullName(repository), number: null });
}

function tell(
  world: World,
  repository: Repository,
  { run, action }: { run: CheckRun; action: string },
): void {
  const sender = run.app?.bot ?? repository.owner;
  world.happened({ event: 'check_run', action, repository, run, sender });
}

export type NewStatus = Pick<CommitStatus, 'sha' | 'state' | 'context' | 'description' | 'targetUrl'> & {
  creator: User;
};

export function createStatus(world: World, repository: Repository, fresh: NewStatus): CommitStatus {
  const status = { ...fresh, id: world.nextId(), createdAt: world.now() };
  repository.statuses.push(status);
  world.changed({ kind: 'check', repo: fullName(repository), number: null });
  return status;
}

/** The last status of each context on a commit, newest first. */
export function latestStatuses(repository: Repository, sha: string): CommitStatus[] {
  const ofCommit = repository.statuses.filter((status) => status.sha === sha).reverse();
  return ofCommit.filter(
    (status, i) => ofCommit.findIndex((other) => other.context === status.context) === i,
  );
}

/** What all statuses of a commit come to. */
export function combinedState(statuses: readonly CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  return statuses.length === 0 || statuses.some(({ state }) => state === 'pending') ? 'pending' : 'success';
}
