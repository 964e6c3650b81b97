import { listed } from '../http/answer.ts';
import { type Route, reading } from '../http/route.ts';
import { viewEvent, viewEventWithIssue, viewTimeline } from '../views/event.ts';
import { issueOf } from './issue-of.ts';

export const eventRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}/issues/{issue_number}/events', (call) =>
    listed(call, {
      items: issueOf(call).events,
      render: (event) => viewEvent(call.world, call.repository, event),
    }),
  ),
  reading('GET /repos/{owner}/{repo}/issues/events', (call) => {
    const placed = call.repository.issues.flatMap((issue) => issue.events.map((event) => ({ issue, event })));
    return listed(call, {
      items: placed.sort((a, b) => b.event.id - a.event.id),
      render: (item) => viewEventWithIssue(call.world, call.repository, item),
    });
  }),
  reading('GET /repos/{owner}/{repo}/issues/{issue_number}/timeline', (call) =>
    listed(call, {
      items: viewTimeline(call.world, call.repository, issueOf(call)),
      render: (item) => item,
    }),
  ),
];
