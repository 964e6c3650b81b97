import type { Issue, PlacedIssue } from './entities.ts';
import { type IssueScope, touchIssue } from './issues.ts';
import { Problem } from './problem.ts';
import type { World } from './world.ts';

/** Says that one issue waits for another. @throws Problem 422 where it does already, or waits for itself */
export function addBlocker(world: World, { repository, issue }: IssueScope, blocker: Issue): void {
  if (issue === blocker || issue.blockedBy.includes(blocker))
    throw new Problem(422, 'Target issue has already been taken');
  issue.blockedBy.push(blocker);
  blocker.blocking.push(issue);
  touchIssue(world, { repository, issue });
}

export function removeBlocker(world: World, { repository, issue }: IssueScope, blocker: Issue): void {
  issue.blockedBy = issue.blockedBy.filter((other) => other !== blocker);
  blocker.blocking = blocker.blocking.filter((other) => other !== issue);
  touchIssue(world, { repository, issue });
}

/** Makes one issue a part of another. @throws Problem 422 where it is a part already */
export function addSubIssue(world: World, { repository, issue }: IssueScope, child: Issue): void {
  if (child === issue || child.parent)
    throw new Problem(422, 'An error occured while adding the sub-issue to the parent issue.');
  issue.subIssues.push(child);
  child.parent = issue;
  touchIssue(world, { repository, issue });
}

export function removeSubIssue(world: World, { repository, issue }: IssueScope, child: Issue): void {
  issue.subIssues = issue.subIssues.filter((other) => other !== child);
  child.parent = null;
  touchIssue(world, { repository, issue });
}

/** Where issues are; those of deleted repositories are nowhere. */
export function placesOf(world: World, issues: readonly Issue[]): PlacedIssue[] {
  const repositories = [...world.repositories.values()];
  return issues.flatMap((issue) => {
    const repository = repositories.find((one) => one.issues.includes(issue));
    return repository ? [{ repository, issue }] : [];
  });
}
