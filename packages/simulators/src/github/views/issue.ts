import { roleOfUser, type Viewer } from '../state/access.ts';
import {
  type Comment,
  type Issue,
  type Label,
  REACTIONS,
  type Reaction,
  type Repository,
  type User,
} from '../state/entities.ts';
import { isDefaultLabel } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { viewIntegration } from './app.ts';
import { repositoryPage, repositoryUrl, viewRepository } from './repository.ts';
import { nodeId, viewUser } from './user.ts';

/** OpenAPI `issue`. */
export function viewIssue(world: World, repository: Repository, issue: Issue) {
  const url = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  return {
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: issuePage(world, repository, issue),
    timeline_url: `${url}/timeline`,
    node_id: issueNodeId(issue),
    ...viewIssueCore(world, repository, issue),
    author_association: association(repository, issue.author),
    comments: issue.comments.length,
    closed_by: issue.closedBy && viewUser(world, issue.closedBy),
    state_reason: issue.stateReason,
    reactions: viewReactions(issue.reactions, url),
    ...viewLinks(issue),
    ...(issue.app ? { performed_via_github_app: viewIntegration(world, issue.app) } : {}),
    ...(issue.pull ? { draft: issue.pull.draft, pull_request: pullLinks(world, repository, issue) } : {}),
  };
}

function viewLinks({ subIssues, blockedBy, blocking }: Issue) {
  const open = (issues: readonly Issue[]) => issues.filter(({ state }) => state === 'open').length;
  const completed = subIssues.length - open(subIssues);
  const percent = subIssues.length === 0 ? 0 : Math.floor((100 * completed) / subIssues.length);
  return {
    sub_issues_summary: { total: subIssues.length, completed, percent_completed: percent },
    issue_dependencies_summary: {
      blocked_by: open(blockedBy),
      blocking: open(blocking),
      total_blocked_by: blockedBy.length,
      total_blocking: blocking.length,
    },
  };
}

/** An issue of many repositories' says which it belongs to. */
export function viewIssueWithRepository(
  world: World,
  { repository, issue }: { repository: Repository; issue: Issue },
  viewer: Viewer,
) {
  return { ...viewIssue(world, repository, issue), repository: viewRepository(world, repository, viewer) };
}

/** A pull request has one name, whether it is asked for as an issue or not. */
export function issueNodeId({ id, pull }: Issue): string {
  return pull ? nodeId('PullRequest', pull.id) : nodeId('Issue', id);
}

/** What an issue and a pull request have in common. */
export function viewIssueCore(world: World, repository: Repository, issue: Issue) {
  const assignees = issue.assignees.map((user) => viewUser(world, user));
  return {
    id: issue.id,
    number: issue.number,
    title: issue.title,
    user: viewUser(world, issue.author),
    labels: issue.labels.map((label) => viewLabel(world, repository, label)),
    state: issue.state,
    locked: false,
    active_lock_reason: null,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    body: issue.body,
  };
}

/** OpenAPI `label`. */
export function viewLabel(world: World, repository: Repository, label: Label) {
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: isDefaultLabel(label.name),
    description: label.description,
  };
}

export type PlacedComment = { issue: Issue; comment: Comment };

/** OpenAPI `issue-comment`. */
export function viewComment(world: World, repository: Repository, { issue, comment }: PlacedComment) {
  const base = `${repositoryUrl(world, repository)}/issues`;
  const url = `${base}/comments/${comment.id}`;
  return {
    url,
    html_url: `${issuePage(world, repository, issue)}#issuecomment-${comment.id}`,
    issue_url: `${base}/${issue.number}`,
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: viewUser(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: association(repository, comment.author),
    reactions: viewReactions(comment.reactions, url),
    performed_via_github_app: comment.app && viewIntegration(world, comment.app),
  };
}

/** OpenAPI `reaction`. */
export function viewReaction(world: World, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId('Reaction', reaction.id),
    user: viewUser(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function viewReactions(reactions: readonly Reaction[], subjectUrl: string) {
  const counts = REACTIONS.map((content) => [
    content,
    reactions.filter((one) => one.content === content).length,
  ]);
  return { url: `${subjectUrl}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function association(repository: Repository, user: User): string {
  if (repository.owner === user) return 'OWNER';
  return roleOfUser(repository, user) === null ? 'NONE' : 'COLLABORATOR';
}

export function issuePage(world: World, repository: Repository, issue: Issue): string {
  return `${repositoryPage(world, repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
}

function pullLinks(world: World, repository: Repository, issue: Issue) {
  const page = issuePage(world, repository, issue);
  return {
    url: `${repositoryUrl(world, repository)}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: issue.pull?.mergedAt ?? null,
  };
}
