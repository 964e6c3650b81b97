import type { PullRequest, Repository } from '../state/entities.ts';
import type { PullNumbers } from '../state/pull-numbers.ts';
import type { World } from '../state/world.ts';
import { association, issuePage, viewIssueCore } from './issue.ts';
import { repositoryUrl, viewRepository } from './repository.ts';
import { nodeId, viewUser } from './user.ts';

/** OpenAPI `pull-request-simple`: a pull request in a list. */
export function viewPull(world: World, repository: Repository, issue: PullRequest) {
  const { pull } = issue;
  return {
    node_id: nodeId('PullRequest', pull.id),
    ...links(world, repository, issue),
    ...viewIssueCore(world, repository, issue),
    id: pull.id,
    draft: pull.draft,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    requested_reviewers: pull.requestedReviewers.map((user) => viewUser(world, user)),
    requested_teams: [],
    head: viewEnd(world, repository, { ref: pull.headRef, sha: pull.headSha }),
    base: viewEnd(world, repository, { ref: pull.baseRef, sha: pull.baseSha }),
    author_association: association(repository, issue.author),
    auto_merge: null,
  };
}

export type DetailedPull = { issue: PullRequest; numbers: PullNumbers; mergeable: boolean | null };

/** OpenAPI `pull-request`: one alone. */
export function viewPullDetails(
  world: World,
  repository: Repository,
  { issue, numbers, mergeable }: DetailedPull,
) {
  const { pull } = issue;
  const state = mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty';
  return {
    ...viewPull(world, repository, issue),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: pull.draft && mergeable ? 'draft' : state,
    merged_by: pull.mergedBy && viewUser(world, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: false,
    commits: numbers.commits,
    additions: numbers.additions,
    deletions: numbers.deletions,
    changed_files: numbers.changedFiles,
  };
}

function viewEnd(world: World, repository: Repository, { ref, sha }: { ref: string; sha: string }) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: viewUser(world, repository.owner),
    repo: viewRepository(world, repository),
  };
}

function links(world: World, repository: Repository, issue: PullRequest) {
  const api = repositoryUrl(world, repository);
  const url = `${api}/pulls/${issue.number}`;
  const page = issuePage(world, repository, issue);
  const urls = {
    comments: `${api}/issues/${issue.number}/comments`,
    commits: `${url}/commits`,
    statuses: `${api}/statuses/${issue.pull.headSha}`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
  };
  const issueUrl = `${api}/issues/${issue.number}`;
  const hrefs = Object.entries({ self: url, html: page, issue: issueUrl, ...urls });
  return {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    ...Object.fromEntries(Object.entries(urls).map(([name, address]) => [`${name}_url`, address])),
    _links: Object.fromEntries(hrefs.map(([name, href]) => [name, { href }])),
  };
}
