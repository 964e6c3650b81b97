import { diffFiles, type FileDiff } from '../git/diff.ts';
import { aheadBehind, mergeBase } from '../git/refs.ts';
import type { PullRequest, Repository } from './entities.ts';
import type { World } from './world.ts';

export type PullNumbers = {
  commits: number;
  additions: number;
  deletions: number;
  changedFiles: number;
};

/** What only git knows of a pull request. */
export async function numbersOfPull(
  world: World,
  repository: Repository,
  issue: PullRequest,
): Promise<PullNumbers> {
  const { baseSha: base, headSha: head } = issue.pull;
  const files = await filesOfPull(world, repository, issue);
  const { ahead } = await aheadBehind(world.git, repository.path, { base, head });
  return {
    commits: ahead,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: files.length,
  };
}

/** What a pull request changes since it left its base branch. */
export async function filesOfPull(
  world: World,
  repository: Repository,
  { pull }: PullRequest,
): Promise<FileDiff[]> {
  const from = await mergeBase(world.git, repository.path, [pull.baseSha, pull.headSha]);
  return diffFiles(world.git, repository.path, { from, to: pull.headSha });
}

/** The same as text, in git's own format. */
export async function diffOfPull(
  world: World,
  repository: Repository,
  { pull }: PullRequest,
): Promise<string> {
  const range = `${pull.baseSha}...${pull.headSha}`;
  const args = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '-M', range];
  return (await world.git.git(args, { path: repository.path })).stdout;
}
