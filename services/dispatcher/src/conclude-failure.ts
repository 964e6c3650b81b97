import { StaleEpochError, type TaskJob } from '@opencode-commander/queue';
import { type Failure, failureComment } from '@opencode-commander/task';
import { failureOf, mayPass } from './failure-of.ts';
import { lastLines } from './last-lines.ts';
import type { Run } from './run.ts';
import { RunFailed } from './run-failed.ts';

const LINES_SHOWN = 20;
const EVENTS_READ = 200;

/**
 * Ends a run that did not succeed: given back when its job was interrupted, queued again when another try may help, else
 * failed with a comment that says why. Throws what decides about the job, unless another dispatcher has it.
 */
export async function concludeFailure(run: Run, error: unknown, job: TaskJob): Promise<void> {
  const { log } = run.context;
  const about = { task: run.task.id, epoch: run.task.epoch };
  if (error instanceof StaleEpochError) {
    return log.warn(about, 'another dispatcher has the task: nothing more is written');
  }
  if (job.signal.aborted) return giveBack(run, job);
  // What an abort cut off fails in its own words; the deadline is the reason.
  const cause: unknown = run.signal.aborted ? run.signal.reason : error;
  const failure = failureOf(cause);
  if (failure.kind === 'internal') log.error({ ...about, err: cause }, 'a run failed unexpectedly');
  else log.info({ ...about, kind: failure.kind }, failure.message);
  if (mayPass(cause) && job.attemptsLeft > 0) return retry(run, failure, cause);
  await fail(run, failure);
}

async function giveBack(run: Run, job: TaskJob): Promise<never> {
  const { reason } = job.signal;
  await run.become('queued', `given back: ${reason instanceof Error ? reason.message : String(reason)}`);
  throw reason;
}

async function retry(run: Run, failure: Failure, cause: unknown): Promise<never> {
  await run.become('queued', `to be tried again: ${failure.message}`, { attempts: run.task.attempts + 1 });
  throw cause;
}

async function fail(run: Run, failure: Failure): Promise<never> {
  const logged = await run.context.store.readEvents(run.task.id, { limit: EVENTS_READ, last: true });
  const lines = lastLines(
    logged.map(({ event }) => event),
    LINES_SHOWN,
  );
  await run.patch({ failure, attempts: run.task.attempts + 1 });
  await run.comment('failure', failureComment(run.task, lines));
  await run.become('failed', failure.message);
  throw new RunFailed(failure);
}
