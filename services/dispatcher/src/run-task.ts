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
import { reapSandboxes } from './reap-sandboxes.ts';
import { recordUsage } from './record-usage.ts';
import { refusePoison } from './refuse-poison.ts';
import type { Run } from './run.ts';
import { superviseAgent } from './supervise-agent.ts';

/** One run of a task, from the claim to its outcome on GitHub. Throws what becomes of its job. */
export async function runTask(context: DispatcherContext, job: TaskJob): Promise<void> {
  const run = await claimRun(context, job);
  if (run === null) return;
  try {
    await run.announce();
    await reapSandboxes(context, { taskId: run.task.id });
    refusePoison(job);
    const outcome = await turnIntoPullRequest(run);
    await concludeSuccess(run, outcome);
  } catch (error) {
    await concludeFailure(run, error, job);
  }
}

async function turnIntoPullRequest(run: Run): Promise<Outcome> {
  const warn = (line: string) => run.context.log.warn({ task: run.task.id }, line);
  const stack = new ReleaseStack({ timeoutMs: RELEASE_MS, warn });
  try {
    const repository = await prepareRepository(run, stack);
    const sandbox = await openSandbox(run, repository, stack);
    await run.become('running', `working on ${repository.baseBranch} at ${repository.startSha.slice(0, 7)}`);
    const session = await superviseAgent(run, sandbox, repository);
    const work = await inspectPushedWork(run, repository);
    const text = await describeWork(run, session, work);
    await recordUsage(run, { session, broker: sandbox.broker });
    const pullRequest = await publishWork(run, repository, { work, text });
    return { text, pullRequest };
  } finally {
    // What could not be removed is the reaper's; the outcome stands.
    await stack.release().catch((error: Error) => warn(error.message));
  }
}

/** Podman may take its time to remove a container from a busy host. */
const RELEASE_MS = 60_000;
