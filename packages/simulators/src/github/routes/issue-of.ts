import { numberOf, type RepositoryCall } from '../http/route.ts';
import { type Issue, isPullRequest, type PullRequest } from '../state/entities.ts';
import { findIssue } from '../state/issues.ts';
import { notFound } from '../state/problem.ts';

/** The issue or pull request that `{issue_number}` names. @throws Problem 404 */
export function issueOf(call: RepositoryCall): Issue {
  const issue = findIssue(call.repository, numberOf(call, 'issue_number'));
  if (!issue) throw notFound();
  return issue;
}

/** The pull request that `{pull_number}` names. @throws Problem 404, also for an issue that is none */
export function pullOf(call: RepositoryCall): PullRequest {
  const issue = findIssue(call.repository, numberOf(call, 'pull_number'));
  if (!issue || !isPullRequest(issue)) throw notFound();
  return issue;
}
