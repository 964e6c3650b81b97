import { GitHubError } from '@opencode-commander/github';
import { describeWrite, type GitHubWrite, isOutdatedWrite } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { GITHUB } from '../problems.ts';
import { writeComment } from './write-comment.ts';
import { writeDirectly } from './write-directly.ts';
import { writeStatus } from './write-status.ts';

/** Throws when nothing more may be written: another process may have the write by now. */
export type Check = () => void;

/** How long the outbox waits for somebody to set a valid token. */
const TOKEN_PAUSE_MS = 60_000;

/**
 * Carries out one write of the outbox; doing it again changes nothing. It asks `check` before whatever changes something.
 * A refused token loses no write; what goes to a thread that was deleted is dropped. Throws GitHubError, CorruptTaskError,
 * RedisError, or what `check` throws.
 */
export async function carryOut(poller: Poller, write: GitHubWrite, check: Check): Promise<void> {
  try {
    await carryOutOne(poller, write, check);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (isForNobody(write, error))
      return poller.log.info(`${describeWrite(write)} was not written: ${error.message}`);
    if (error.kind !== 'unauthorized') throw error;
    const { kind, message } = error;
    poller.problems.report(GITHUB, error);
    throw new GitHubError(message, { kind, retryAfterMs: TOKEN_PAUSE_MS, cause: error });
  }
}

async function carryOutOne(poller: Poller, write: GitHubWrite, check: Check): Promise<void> {
  if (await isOutdated(poller, write)) {
    const about = 'taskId' in write ? { task: write.taskId } : {};
    return poller.log.info(about, `${describeWrite(write)} is the word of an earlier run: it is not written`);
  }
  if (write.kind === 'status') return writeStatus(poller, write.taskId, check);
  if (write.kind === 'comment') return writeComment(poller, write, check);
  check();
  await writeDirectly(poller.github, write, check);
}

async function isOutdated({ store }: Pick<Poller, 'store'>, write: GitHubWrite): Promise<boolean> {
  // What no run has said is never outdated, whatever stands in the record.
  if (!('epoch' in write) || write.epoch === 0) return false;
  return isOutdatedWrite(write, await store.get(write.taskId));
}

/** A deleted thread has no readers, nor has a reaction to a comment that is gone. */
function isForNobody({ kind }: GitHubWrite, error: GitHubError): boolean {
  return error.gone || (kind === 'reaction' && error.kind === 'not_found');
}
