import type { Issue, IssueEvent, Repository } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { viewIntegration } from './app.ts';
import { viewComment, viewIssue } from './issue.ts';
import { repositoryUrl } from './repository.ts';
import { viewReview } from './review.ts';
import { nodeId, viewUser } from './user.ts';

/** OpenAPI `issue-event-for-issue`: what happened to one issue. */
export function viewEvent(world: World, repository: Repository, event: IssueEvent) {
  const url = repositoryUrl(world, repository);
  const subject = event.subject && viewUser(world, event.subject);
  const requests = event.event.startsWith('review_request');
  return {
    id: event.id,
    node_id: nodeId('Event', event.id),
    url: `${url}/issues/events/${event.id}`,
    actor: viewUser(world, event.actor),
    event: event.event,
    commit_id: event.commitId ?? null,
    commit_url: event.commitId ? `${url}/commits/${event.commitId}` : null,
    created_at: event.createdAt,
    performed_via_github_app: event.app && viewIntegration(world, event.app),
    ...(event.label ? { label: event.label } : {}),
    ...(event.rename ? { rename: event.rename } : {}),
    ...(subject && requests
      ? { requested_reviewer: subject, review_requester: viewUser(world, event.actor) }
      : {}),
    ...(subject && !requests ? { assignee: subject, assigner: viewUser(world, event.actor) } : {}),
    ...(event.event === 'closed' || event.event === 'reopened' ? { state_reason: null } : {}),
  };
}

export type PlacedEvent = { issue: Issue; event: IssueEvent };

/** OpenAPI `issue-event`: one of a whole repository's. */
export function viewEventWithIssue(world: World, repository: Repository, { issue, event }: PlacedEvent) {
  return { ...viewEvent(world, repository, event), issue: viewIssue(world, repository, issue) };
}

/** Events, comments and reviews in the order in which they happened. OpenAPI `timeline-issue-events`. */
export function viewTimeline(world: World, repository: Repository, issue: Issue): unknown[] {
  const events = issue.events.map((event) => ({ id: event.id, view: viewEvent(world, repository, event) }));
  const comments = issue.comments.map((comment) => ({
    id: comment.id,
    view: {
      event: 'commented',
      actor: viewUser(world, comment.author),
      ...viewComment(world, repository, { issue, comment }),
    },
  }));
  const reviews = (issue.pull?.reviews ?? []).map((review) => {
    const { state, ...view } = viewReview(world, { repository, issue, review });
    return { id: review.id, view: { event: 'reviewed', ...view, state: state.toLowerCase() } };
  });
  return [...events, ...comments, ...reviews].sort((a, b) => a.id - b.id).map(({ view }) => view);
}
