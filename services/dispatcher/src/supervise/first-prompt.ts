import { readDiff } from '@opencode-commander/broker';
import { renderPrompt, type Task } from '@opencode-commander/task';
import type { PreparedRepository } from '../open/prepare-repository.ts';
import { repositorySettings } from '../repository-settings.ts';
import type { Run } from '../run.ts';

const MOST_DIFF_BYTES = 100_000;

/** The whole task, for a session that knows nothing of it, or only of the task before. */
export async function firstPrompt(run: Run, repository: PreparedRepository): Promise<string> {
  const { config, randomHex } = run.context;
  const { setup } = repositorySettings(config, repository.fullName);
  return renderPrompt(run.task, {
    baseBranch: repository.baseBranch,
    nonce: randomHex(8),
    setup,
    diff: run.task.followUp === null ? null : await pullDiff(run, repository),
    resumed: resumedOf(run.task),
    hasPushed: repository.headSha !== repository.startSha,
  });
}

function pullDiff(
  { context: { environment }, signal }: Run,
  { mirror, baseSha, startSha }: PreparedRepository,
): Promise<string> {
  const range = { base: baseSha, head: startSha, maxBytes: MOST_DIFF_BYTES };
  return readDiff(mirror, { ...range, environment, signal });
}

/** What an earlier session asked that is gone. */
function resumedOf({ question, answer }: Task) {
  if (question === null || answer === null || answer.to !== question.number) return null;
  return question.kind === 'question' || question.kind === 'permission' ? { question, answer } : null;
}
