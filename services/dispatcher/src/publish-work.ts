import { publishBranch } from '@opencode-commander/broker';
import {
  PULL_REQUEST_LABEL,
  type PullRequestText,
  pullRequestBody,
  pullRequestTitle,
} from '@opencode-commander/task';
import type { PublishableWork } from './inspect-pushed-work.ts';
import type { PreparedRepository } from './prepare-repository.ts';
import type { Run } from './run.ts';

export type PullRequest = { number: number; url: string };

/** Pushes the quarantined branch and opens (or finds) its pull request. Nothing here reads the agent's work tree. */
export async function publishWork(
  run: Run,
  repository: PreparedRepository,
  { work, text }: { work: PublishableWork; text: PullRequestText },
): Promise<PullRequest> {
  const { github, environment } = run.context;
  const { branch, id, epoch } = run.task;
  const { fullName, quarantine } = repository;
  run.signal.throwIfAborted();
  // The epoch's check: a run that lost its claim stops here.
  await run.patch({ commits: work.commits });
  const remote = await github.gitRemote(fullName);
  await publishBranch({ quarantine, branch, headSha: work.headSha, remote, environment, signal: run.signal });
  const { number, url } = await github.openPullRequest(fullName, {
    head: branch,
    base: repository.baseBranch,
    title: pullRequestTitle(text.title),
    body: pullRequestBody(run.task, text.body),
    labels: [PULL_REQUEST_LABEL.name],
    marker: { task: id, epoch, operation: 'pull_request' },
  });
  return { number, url };
}
