import type { Issue, PlacedIssue } from '../state/entities.ts';
import { invalid } from '../state/problem.ts';

type Query = Readonly<Record<string, string>>;

/** The issues a list asks for by `state`, `labels`, `since`, `creator`, `assignee`, in the order of `sort` and `direction`. */
export function filterIssues(issues: readonly PlacedIssue[], query: Query): PlacedIssue[] {
  const labels = (query['labels'] ?? '').split(',').map(normal).filter(Boolean);
  const { state = 'open', creator, assignee } = query;
  if (!['open', 'closed', 'all'].includes(state))
    throw invalid({ resource: 'Issue', code: 'invalid', field: 'state', value: state });
  const since = readSince(query);
  const found = issues.filter(({ issue }) => {
    const names = issue.labels.map((label) => normal(label.name));
    return (
      (state === 'all' || issue.state === state) &&
      labels.every((label) => names.includes(label)) &&
      Date.parse(issue.updatedAt) >= since &&
      (creator === undefined || normal(issue.author.login) === normal(creator)) &&
      matchesAssignee(issue, assignee)
    );
  });
  return found.sort(comparison(query));
}

/** `since` in ms, 0 when it is not there. */
export function readSince(query: Query): number {
  const { since } = query;
  if (since === undefined) return 0;
  const at = Date.parse(since);
  if (Number.isNaN(at)) throw invalid({ resource: 'Issue', code: 'invalid', field: 'since', value: since });
  return at;
}

function matchesAssignee(issue: Issue, assignee: string | undefined): boolean {
  if (assignee === undefined || assignee === '*') return assignee === undefined || issue.assignees.length > 0;
  if (assignee === 'none') return issue.assignees.length === 0;
  return issue.assignees.some((user) => normal(user.login) === normal(assignee));
}

function comparison({ sort = 'created', direction = 'desc' }: Query) {
  const key = ({ issue }: PlacedIssue): string | number =>
    sort === 'comments' ? issue.comments.length : sort === 'updated' ? issue.updatedAt : issue.createdAt;
  const sign = direction === 'asc' ? 1 : -1;
  return (a: PlacedIssue, b: PlacedIssue): number => {
    const [left, right] = [key(a), key(b)];
    // Where two times are the same the one with the larger id is the later one.
    return sign * (left === right ? a.issue.id - b.issue.id : left < right ? -1 : 1);
  };
}

function normal(text: string): string {
  return text.trim().toLowerCase();
}
