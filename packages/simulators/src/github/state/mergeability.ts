import { mergeTree } from '../git/merge.ts';
import type { PullRequest, Repository } from './entities.ts';
import type { World } from './world.ts';

/**
 * Whether an open pull request can be merged, as its API says it: null the first time it is asked after its head or
 * its base moved, for GitHub only then begins to find out.
 */
export async function askMergeable(
  world: World,
  repository: Repository,
  issue: PullRequest,
): Promise<boolean | null> {
  if (issue.state === 'closed') return null;
  const { pull } = issue;
  const ends = `${pull.baseSha} ${pull.headSha}`;
  if (pull.tried?.ends === ends) return pull.tried.mergeable;
  pull.tried = { ends, mergeable: await canMerge(world, repository, issue) };
  return null;
}

/** Whether git can merge it now. */
export async function canMerge(world: World, { path }: Repository, { pull }: PullRequest): Promise<boolean> {
  return (await mergeTree(world.git, path, { base: pull.baseSha, head: pull.headSha })) !== null;
}
