import type { TaskJob } from '@opencode-commander/queue';
import { askAgain } from './claim/ask-again.ts';
import { claimRun } from './claim/claim-run.ts';
import { refusePoison } from './claim/refuse-poison.ts';
import { requireRoom } from './claim/require-room.ts';
import { concludeFailure } from './conclude/conclude-failure.ts';
import { concludeOpened } from './conclude/conclude-opened.ts';
import type { DispatcherContext } from './dispatcher-context.ts';
import { adoptSandbox } from './open/adopt-sandbox.ts';
import { Holdings } from './open/holdings.ts';
import { type OpenedSandbox, openSandbox } from './open/open-sandbox.ts';
import { prepareRepository } from './open/prepare-repository.ts';
import { outlastRedis } from './outlast-redis.ts';
import { inspectPushedWork } from './publish/inspect-pushed-work.ts';
import { publishFollowUp } from './publish/publish-follow-up.ts';
import { publishPullRequest } from './publish/publish-pull-request.ts';
import { repositorySettings } from './repository-settings.ts';
import type { Run } from './run.ts';
import { openAccount } from './supervise/account.ts';
import { beginTurn, goOnIfCutOff } from './supervise/begin-turn.ts';
import { openSession } from './supervise/open-session.ts';
import { superviseAgent } from './supervise/supervise-agent.ts';
import { promoteWaiting } from './watch/promote-waiting.ts';
import { reapSandboxes } from './watch/reap-sandboxes.ts';

/**
 * One run of a task, from the claim to its outcome on GitHub, or to where it is let go of: whoever claims the task then
 * goes on from there. Throws what becomes of its job.
 */
export async function runTask(context: DispatcherContext, job: TaskJob): Promise<void> {
  await context.runs.untilEnded(job.taskId, job.signal);
  const outlasting = { keyspace: context.queues, signal: job.signal };
  const run = await outlastRedis(outlasting, () => claimRun(context, job));
  if (run === null) return;
  using _held = context.runs.add(run);
  try {
    await requireRoom(run);
    refusePoison(run.task);
    await askAgain(run);
    await run.announce();
    await run.outlast(() => reapSandboxes(context, { taskId: run.task.id }));
    if (!(await concludeOpened(run))) await turnIntoCommits(run);
  } catch (error) {
    await concludeFailure(run, error, job);
  } finally {
    await letOthersIn(run);
  }
}

async function turnIntoCommits(run: Run): Promise<void> {
  const holdings = new Holdings(run);
  try {
    const sandbox = await takeSandbox(run, holdings);
    const { baseBranch, startSha } = sandbox.repository;
    await run.become('running', `working on ${baseBranch} at ${startSha.slice(0, 7)}`);
    const opened = await openSession(run, sandbox);
    const supervised = { ...opened, account: await openAccount(run, opened) };
    const word = await beginTurn(run, opened);
    await superviseAgent(run, supervised);
    if (word === 'at_work' && (await goOnIfCutOff(run, opened))) await superviseAgent(run, supervised);
    const work = await inspectPushedWork(run, sandbox.repository);
    const publish = run.task.followUp === null ? publishPullRequest : publishFollowUp;
    await publish(run, { ...supervised, work });
  } catch (error) {
    holdings.endedBy(error);
    throw error;
  } finally {
    await holdings.release();
  }
}

/** The container of an earlier run that let go of the task, or a new one. */
async function takeSandbox(run: Run, holdings: Holdings): Promise<OpenedSandbox> {
  const adopted = await adoptSandbox(run, holdings);
  if (adopted !== null) return adopted;
  run.isContainerUntouched = false;
  return openSandbox(run, await prepareRepository(run, holdings), holdings);
}

async function letOthersIn(run: Run): Promise<void> {
  const { maxConcurrent } = repositorySettings(run.context.config, run.task.source.repo);
  if (maxConcurrent !== null) await promoteWaiting(run);
}
