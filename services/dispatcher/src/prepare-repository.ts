import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createQuarantine,
  type Mirror,
  mergeBase,
  type Quarantine,
  resolveBase,
  syncMirror,
} from '@opencode-commander/broker';
import type { Repository } from '@opencode-commander/github';
import type { ReleaseStack } from '@opencode-commander/service';
import type { Source } from '@opencode-commander/task';
import { quarantineName } from './quarantine-name.ts';
import type { Run } from './run.ts';
import { TaskFailure } from './task-failure.ts';

/** A task's repository on this host: what the agent may fetch, and where its pushes wait to be judged. */
export type PreparedRepository = {
  /** `owner/name` as GitHub has it now. */
  fullName: string;
  baseBranch: string;
  /** The commit of the base branch that the work is compared with. */
  baseSha: string;
  /** The commit the agent starts from: the base, or what an earlier run has pushed to GitHub already. */
  startSha: string;
  quarantine: Quarantine;
};

/** Brings the host's mirror up to date and makes the run's quarantine from it. */
export async function prepareRepository(run: Run, stack: ReleaseStack): Promise<PreparedRepository> {
  const { fullName, defaultBranch } = await findRepository(run);
  const mirror = await updateMirror(run, fullName);
  const start = await findStart(run, { mirror, fullName, defaultBranch });
  const quarantine = await openQuarantine(run, { mirror, baseBranch: defaultBranch, stack });
  await run.patch({ baseSha: start.baseSha });
  return { fullName, baseBranch: defaultBranch, quarantine, ...start };
}

type Origin = { mirror: Mirror; fullName: string; defaultBranch: string };

async function findStart({ context, task }: Run, { mirror, fullName, defaultBranch }: Origin) {
  const { environment } = context;
  const head = await resolveBase(mirror, defaultBranch, environment);
  if (head === null) {
    const advice = 'push a first one, then ask again';
    throw new TaskFailure(
      'github',
      `${fullName} has no commit on its default branch ${defaultBranch}: ${advice}`,
    );
  }
  const pushed = await resolveBase(mirror, task.branch, environment);
  if (pushed === null) return { baseSha: head, startSha: head };
  return { baseSha: (await mergeBase(mirror, [head, pushed], environment)) ?? head, startSha: pushed };
}

/** A name can come to belong to another repository: the work must not end up there. */
async function findRepository({ context, task }: Run): Promise<Repository> {
  const { repo, repoId } = task.source;
  const found = await context.github.getRepository(repo);
  if (found.id === repoId) return found;
  throw new TaskFailure('github', `${repo} is another repository now than when the issue was taken`);
}

async function updateMirror({ context, task, signal }: Run, fullName: string): Promise<Mirror> {
  const { config, github, environment } = context;
  const directory = mirrorDirectory(config.dataDir, task.source);
  return syncMirror({ directory, remote: await github.gitRemote(fullName), environment, signal });
}

/** By numeric id, so that neither a rename nor a strange name changes anything. */
function mirrorDirectory(dataDir: string, { host, repoId }: Source): string {
  return join(dataDir, 'mirrors', encodeURIComponent(host), `${repoId}.git`);
}

async function openQuarantine(
  { context, task }: Run,
  { mirror, baseBranch, stack }: { mirror: Mirror; baseBranch: string; stack: ReleaseStack },
): Promise<Quarantine> {
  const { config, environment } = context;
  const parent = join(config.dataDir, 'quarantine');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const directory = join(parent, quarantineName({ taskId: task.id, epoch: task.epoch }));
  stack.defer('the quarantine', () => rm(directory, { recursive: true, force: true }));
  return createQuarantine({
    mirror,
    directory,
    branch: task.branch,
    baseBranch,
    maxPushBytes: config.containers.maxPushBytes,
    environment,
  });
}
