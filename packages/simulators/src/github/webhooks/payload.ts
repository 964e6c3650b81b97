import { type Issue, isPullRequest, type Repository } from '../state/entities.ts';
import type { Happening } from '../state/happenings.ts';
import type { World } from '../state/world.ts';
import { viewCheckRun } from '../views/check.ts';
import { viewComment, viewIssue } from '../views/issue.ts';
import { viewPull } from '../views/pull.ts';
import { viewRepository } from '../views/repository.ts';
import { viewReview, viewReviewComment } from '../views/review.ts';
import { viewUser } from '../views/user.ts';

/** A delivery's body: how things are at this moment. */
export function payloadOf(world: World, happening: Happening): Record<string, unknown> {
  const { action, repository, sender, changes, label } = happening;
  return {
    action,
    ...thingsOf(world, happening),
    ...(label ? { label } : {}),
    ...(changes ? { changes } : {}),
    repository: viewRepository(world, repository),
    sender: viewUser(world, sender),
  };
}

function thingsOf(world: World, { repository, issue, ...happening }: Happening): Record<string, unknown> {
  const { event, comment, review, reviewComment, run } = happening;
  if (run) return { check_run: viewCheckRun(world, repository, run) };
  if (!issue) return {};
  const subject = event.startsWith('issue')
    ? { issue: viewIssue(world, repository, issue) }
    : pullOf(world, repository, issue);
  return {
    ...subject,
    ...(comment ? { comment: viewComment(world, repository, { issue, comment }) } : {}),
    ...(review ? { review: viewReview(world, { repository, issue, review }) } : {}),
    ...(reviewComment && isPullRequest(issue)
      ? { comment: viewReviewComment(world, { repository, issue, comment: reviewComment }) }
      : {}),
  };
}

function pullOf(world: World, repository: Repository, issue: Issue): Record<string, unknown> {
  if (!isPullRequest(issue)) return {};
  const merged = issue.pull.mergedAt !== null;
  return {
    number: issue.number,
    pull_request: { ...viewPull(world, repository, issue), merged },
  };
}
