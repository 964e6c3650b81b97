import type { PullRequest, Repository } from './entities.ts';
import { hunkAt } from './hunk-at.ts';
import { filesOfPull } from './pull-numbers.ts';
import type { World } from './world.ts';

/** Finds the comments whose line the pull request no longer has as it was, after its head moved. */
export async function markOutdated(world: World, repository: Repository, issue: PullRequest): Promise<void> {
  const current = issue.pull.reviewComments.filter(({ outdated, line }) => !outdated && line !== null);
  if (current.length === 0) return;
  const files = await filesOfPull(world, repository, issue);
  for (const comment of current) {
    const { path, line, side, diffHunk } = comment;
    const patch = files.find(({ filename }) => filename === path)?.patch ?? '';
    const hunk = line === null ? null : hunkAt(patch, { line, side });
    comment.outdated = hunk === null || lastLine(hunk) !== lastLine(diffHunk);
  }
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
