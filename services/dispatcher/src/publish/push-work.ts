import { publishBranch } from '@opencode-commander/broker';
import { aroundEffect } from '../failpoints/around-effect.ts';
import type { PreparedRepository } from '../open/prepare-repository.ts';
import type { Run } from '../run.ts';
import type { PublishableWork } from './inspect-pushed-work.ts';

/** Pushes what was inspected, as long as GitHub's branch is where the agent started. Throws GitError. */
export async function pushWork(
  run: Run,
  { quarantine, publishedSha, fullName }: PreparedRepository,
  { headSha, commits }: PublishableWork,
): Promise<void> {
  const { github, environment } = run.context;
  const remote = await github.gitRemote(fullName);
  // The epoch's check, last of all: a run that lost its claim stops here.
  run.signal.throwIfAborted();
  await run.patch({ commits });
  const { branch } = run.task;
  const pushing = { quarantine, branch, headSha, remote, expected: publishedSha };
  const publish = () => publishBranch({ ...pushing, environment, signal: run.signal });
  await aroundEffect(run.context, 'git.publish_branch', publish);
}
