import { listed } from '../http/answer.ts';
import { define, type Route, signedIn } from '../http/route.ts';
import { roleOfUser, visibleRepositories } from '../state/access.ts';
import type { Issue, User } from '../state/entities.ts';
import { forbidden, invalid } from '../state/problem.ts';
import { viewIssueWithRepository } from '../views/issue.ts';
import { filterIssues } from './filter-issues.ts';

/** The issues and pull requests of every repository the asking person works in. */
export const accountIssueRoutes: readonly Route[] = [
  define('GET /issues', (call) => {
    const { user } = signedIn(call);
    // An app's token has no account of its own whose issues these could be.
    if (call.viewer.kind === 'installation') throw forbidden('Resource not accessible by integration');
    const { filter = 'assigned' } = call.query;
    const placed = visibleRepositories(call.world, call.viewer)
      .filter((repository) => roleOfUser(repository, user) !== null)
      .flatMap((repository) => repository.issues.map((issue) => ({ repository, issue })))
      .filter(({ issue }) => concerns(filter, issue, user));
    return listed(call, {
      items: filterIssues(placed, call.query),
      render: (item) => viewIssueWithRepository(call.world, item, call.viewer),
    });
  }),
];

function concerns(filter: string, issue: Issue, user: User): boolean {
  switch (filter) {
    case 'assigned':
      return issue.assignees.includes(user);
    case 'created':
      return issue.author === user;
    case 'mentioned':
      return mentions(issue, user);
    case 'subscribed':
      return issue.author === user || issue.assignees.includes(user) || mentions(issue, user);
    case 'repos':
    case 'all':
      return true;
    default:
      throw invalid({ resource: 'Issue', code: 'invalid', field: 'filter', value: filter });
  }
}

function mentions({ body, comments }: Issue, { login }: User): boolean {
  const texts = [body ?? '', ...comments.map((comment) => comment.body)];
  return texts.some((text) => text.toLowerCase().includes(`@${login.toLowerCase()}`));
}
