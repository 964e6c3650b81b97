import type { TaskJob } from '@opencode-commander/queue';
import { ReleaseStack } from '@opencode-commander/service';
import { claimRun } from './claim-run.ts';
import { concludeFailure } from './conclude-failure.ts';
import { concludeSuccess, type Outcome } from './conclude-success.ts';
import { describeWork } from './describe-work.ts';
import type { DispatcherContext } from './dispatcher-context.ts';
import { inspectPushedWork } from './inspect-pushed-work.ts';
import { openSandbox } from './open-sandbox.ts';
import { prepareRepository } from './prepare-repository.ts';
import { publishWork } from './publish-work.ts';
import type { Run } from './run.ts';
import { superviseAgent } from './supervise-agent.ts';

/** One run of a task, from the claim to its outcome on GitHub. Throws when the job should be tried again. */
export async function runTask(context: DispatcherContext, job: TaskJob): Promise<void> {
  const run = await claimRun(context, job);
  if (run === null) return;
  try {
    const outcome = await turnIntoPullRequest(run);
    await concludeSuccess(run, outcome);
  } catch (error) {
    await concludeFailure(run, error, job);
  }
}

async function turnIntoPullRequest(run: Run): Promise<Outcome> {
  const stack = new ReleaseStack();
  try {
    const repository = await prepareRepository(run, stack);
    const agent = await openSandbox(run, repository, stack);
    await run.become('running', `working on ${repository.baseBranch} at ${repository.startSha.slice(0, 7)}`);
    const session = await superviseAgent(run, agent, repository);
    const work = await inspectPushedWork(run, repository);
    const text = await describeWork(run, session, work);
    const pullRequest = await publishWork(run, repository, { work, text });
    return { text, pullRequest };
  } finally {
    // What could not be removed is the reaper's; the outcome stands.
    await stack
      .release()
      .catch((err: unknown) => run.context.log.warn({ err, task: run.task.id }, 'not all was released'));
  }
}
