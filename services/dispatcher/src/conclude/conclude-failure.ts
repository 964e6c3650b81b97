import { GitHubError } from '@opencode-commander/github';
import {
  enqueueOnHost,
  type Interruption,
  JobInterrupted,
  PostponeJob,
  type RedisError,
  StaleEpochError,
  type TaskJob,
  TaskNotFoundError,
} from '@opencode-commander/queue';
import { type Failure, failureComment, failureOperation, NO_SANDBOX } from '@opencode-commander/task';
import type { Wait } from '../claim/wait.ts';
import { isRedisFault } from '../is-redis-fault.ts';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { concludeLetGo } from './conclude-let-go.ts';
import { concludeSuccess } from './conclude-success.ts';
import { failureOf, mayPass } from './failure-of.ts';
import { findHostFault } from './find-host-fault.ts';
import { findOwnPull } from './find-own-pull.ts';
import { lastLines } from './last-lines.ts';
import { recordPull } from './record-pull.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { RunFailed } from './run-failed.ts';

const LINES_SHOWN = 40;
const EVENTS_READ = 200;
const ASK_REDIS_AGAIN_MS = 15_000;

/**
 * Ends a run that did not succeed: let go of, given back when its job was interrupted or the host is at fault, queued again
 * when another try may help, else failed with a comment that says why. Throws what decides about the job, unless another dispatcher has it.
 */
export async function concludeFailure(run: Run, error: unknown, job: TaskJob): Promise<void> {
  const { log } = run.context;
  const about = { task: run.task.id, epoch: run.task.epoch };
  if (error instanceof StaleEpochError || error instanceof TaskNotFoundError) {
    return log.warn(
      about,
      'the task was cancelled, lost, or another dispatcher has it: nothing more is written',
    );
  }
  // What an abort cut off fails in its own words; why it was aborted is the reason.
  const cause: unknown = error instanceof LetGo || !run.signal.aborted ? error : run.signal.reason;
  if (cause instanceof LetGo) return concludeLetGo(run, cause);
  if (job.signal.aborted) return giveBack(run, job);
  if (isRedisFault(cause)) return setAside(run, cause);
  const wait = await findHostFault(run.context, cause);
  if (wait !== null) return postpone(run, wait);
  const failure = failureOf(cause);
  if (failure.kind === 'internal') log.error({ ...about, err: cause }, 'a run failed unexpectedly');
  else log.info({ ...about, kind: failure.kind }, failure.message);
  if (mayPass(cause) && job.attemptsLeft > 0) return retry(run, failure, cause);
  await fail(run, failure);
}

async function giveBack(run: Run, job: TaskJob): Promise<void> {
  const { reason } = job.signal;
  await run.leave('queued', whyGivenBack(reason));
  if (await handOver(run, job)) return;
  throw reason;
}

/** For the people who follow the task. */
function whyGivenBack(reason: unknown): string {
  if (reason instanceof JobInterrupted) return GIVEN_BACK[reason.interruption];
  return `given back: ${reason instanceof Error ? reason.message : String(reason)}`;
}

const GIVEN_BACK: Readonly<Record<Interruption, string>> = {
  shutdown: 'its dispatcher stops, and the next one goes on with it',
  lock_lost: 'its dispatcher was out of touch with Redis for too long, and the next one goes on with it',
};

/** Redis' fault costs the task no attempt; its agent works on meanwhile. */
async function setAside(run: Run, cause: RedisError): Promise<never> {
  const { log } = run.context;
  log.warn({ task: run.task.id, err: cause }, 'a run was given back for want of Redis');
  await run.leave('queued', `given back: ${cause.message}`);
  throw new PostponeJob(ASK_REDIS_AGAIN_MS, cause.message);
}

/** The host's fault costs the task no attempt, nor the container of an earlier run that this one could not take up. */
async function postpone(run: Run, { message, waitsFor, forMs }: Wait): Promise<never> {
  await run.leave('queued', message, { waitsFor, ...(!run.isContainerUntouched && NO_SANDBOX) });
  throw new PostponeJob(forMs, message);
}

/** Whether the task waits for the next dispatcher of this host, before all that was not begun. */
async function handOver({ context, task }: Run, { queue, signal }: TaskJob): Promise<boolean> {
  const { reason } = signal;
  if (!(reason instanceof JobInterrupted && reason.interruption === 'shutdown')) return false;
  if (task.containerId === null) return false;
  if (queue !== context.queues.tasks.name) return false;
  await enqueueOnHost(context.queues, task, context.config.hostName);
  return true;
}

async function retry(run: Run, failure: Failure, cause: unknown): Promise<never> {
  const patch = { attempts: run.task.attempts + 1, ...NO_SANDBOX };
  await run.leave('queued', `to be tried again: ${failure.message}`, patch);
  throw cause;
}

const NOTHING_ASKED = { question: null, answer: null };

async function fail(run: Run, failure: Failure): Promise<void> {
  const pull = await findOwnPull(run).catch(notIfUnknown(run));
  if (pull !== null) {
    await recordPull(run, pull);
    return concludeSuccess(run, `It is there, although the last step failed: ${failure.message}`);
  }
  const wanted = { limit: EVENTS_READ, last: true };
  const logged = await run.outlast(() => run.context.store.readEvents(run.task.id, wanted));
  const lines = lastLines(
    logged.map(({ event }) => event),
    LINES_SHOWN,
  );
  await run.patch({ failure, attempts: run.task.attempts + 1, ...NO_SANDBOX, ...NOTHING_ASKED });
  // One for each run that failed: a comment that is only edited notifies nobody.
  await run.comment(failureOperation(run.task), failureComment(run.task, lines));
  await run.leave('failed', failure.message);
  await removeLeftovers(run);
  throw new RunFailed(failure);
}

function notIfUnknown({ context, task }: Run): (err: unknown) => null {
  return (err) => {
    if (!(err instanceof GitHubError)) throw err;
    context.log.warn({ err, task: task.id }, 'it is not known whether there is a pull request already');
    return null;
  };
}
