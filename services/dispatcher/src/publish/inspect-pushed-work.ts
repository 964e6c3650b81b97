import { inspectWork, type Work } from '@opencode-commander/broker';
import { secretValues } from '@opencode-commander/config';
import type { PreparedRepository } from '../open/prepare-repository.ts';
import { repositorySettings } from '../repository-settings.ts';
import type { Run } from '../run.ts';
import { TaskFailure } from '../task-failure.ts';

/** Work that may be published. */
export type PublishableWork = Extract<Work, { status: 'ready' }>;

/** Judges what the agent pushed; throws a TaskFailure when there is nothing or when it may not be published. */
export async function inspectPushedWork(run: Run, repository: PreparedRepository): Promise<PublishableWork> {
  const { config, environment } = run.context;
  const { quarantine, baseSha, startSha, fullName } = repository;
  const work = await inspectWork({
    quarantine,
    branch: run.task.branch,
    // A follow-up's work is what it adds to the pull request.
    baseSha: run.task.followUp === null ? baseSha : startSha,
    protectedPaths: repositorySettings(config, fullName).protectedPaths,
    maxFileBytes: config.containers.maxFileBytes,
    secrets: secretValues(config),
    environment,
    signal: run.signal,
  });
  if (work.status === 'ready') return work;
  if (work.status === 'refused') {
    throw new TaskFailure('push_refused', `the work was not published because it ${work.reason}`);
  }
  throw withoutWork(run);
}

function withoutWork({ refusedPush }: Run): TaskFailure {
  if (refusedPush === null) return new TaskFailure('no_work', 'the agent stopped without pushing any change');
  return new TaskFailure('push_refused', `nothing was pushed that may be published: ${refusedPush}`);
}
