import { GitError, readBoundedDiff } from '@opencode-commander/broker';
import { printable } from '@opencode-commander/task';
import type { PreparedRepository } from '../open/prepare-repository.ts';
import type { Run } from '../run.ts';
import type { PublishableWork } from './inspect-pushed-work.ts';

const MOST_BYTES = 256 * 1024;
const MOST_FILES = 1_000;

/** Keeps what was published for people to look at. Work whose difference git does not show in time is published all the same. */
export async function keepDiff(
  run: Run,
  { quarantine, baseSha, startSha }: PreparedRepository,
  { headSha, files }: PublishableWork,
): Promise<void> {
  const { context, task, signal } = run;
  const base = task.followUp === null ? baseSha : startSha;
  const range = { base, head: headSha, maxBytes: MOST_BYTES };
  try {
    const { diff, truncated } = await readBoundedDiff(quarantine, {
      ...range,
      environment: context.environment,
      signal,
    });
    const kept = { files: files.slice(0, MOST_FILES), diff: printable(diff), truncated };
    await run.outlast(() => context.store.keepDiff(task.id, kept, task));
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    context.log.warn({ err: error, task: task.id }, 'what was published is not kept for looking at');
  }
}
