import type { CheckRun } from './check-entities.ts';
import type { Comment, Issue, IssueEvent, Repository, Review, ReviewComment, User } from './entities.ts';

/** Something that webhooks tell of; `event` and `action` are GitHub's words. */
export type Happening = {
  event:
    | 'check_run'
    | 'issue_comment'
    | 'issues'
    | 'pull_request'
    | 'pull_request_review'
    | 'pull_request_review_comment'
    | 'repository';
  action: string;
  repository: Repository;
  sender: User;
  issue?: Issue;
  comment?: Comment;
  review?: Review;
  reviewComment?: ReviewComment;
  run?: CheckRun;
  label?: { name: string; color: string };
  /** What was before, as GitHub's `changes`. */
  changes?: Record<string, unknown>;
};

const ACTIONS: Readonly<Partial<Record<IssueEvent['event'], string>>> = {
  labeled: 'labeled',
  unlabeled: 'unlabeled',
  closed: 'closed',
  reopened: 'reopened',
  renamed: 'edited',
  assigned: 'assigned',
  unassigned: 'unassigned',
  review_requested: 'review_requested',
  review_request_removed: 'review_request_removed',
};

/** What webhooks make of an entry in an issue's history; null: nothing. */
export function happeningOf(repository: Repository, issue: Issue, entry: IssueEvent): Happening | null {
  const action = ACTIONS[entry.event];
  if (action === undefined) return null;
  const event = issue.pull ? 'pull_request' : 'issues';
  const told = { event, action, repository, issue, sender: entry.actor } as const;
  if (entry.label) return { ...told, label: entry.label };
  return entry.rename ? { ...told, changes: { title: { from: entry.rename.from } } } : told;
}
