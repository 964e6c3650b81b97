import { numberOf, type RepositoryCall } from '../http/route.ts';
import { type Issue, isPullRequest, type PullRequest } from '../state/entities.ts';
import { findIssue } from '../state/issues.ts';
import { whyGone } from '../state/moved-issues.ts';
import { notFound } from '../state/problem.ts';

/** The issue or pull request that `{issue_number}` names. @throws Problem 404, 410, or Moved to where it is */
export function issueOf(call: RepositoryCall): Issue {
  const number = numberOf(call, 'issue_number');
  const issue = findIssue(call.repository, number);
  if (!issue) throw whyGone(call.world, call.repository, number) ?? notFound();
  return issue;
}

/** The pull request that `{pull_number}` names. @throws Problem 404, also for an issue that is none */
export function pullOf(call: RepositoryCall): PullRequest {
  const issue = findIssue(call.repository, numberOf(call, 'pull_number'));
  if (!issue || !isPullRequest(issue)) throw notFound();
  return issue;
}
