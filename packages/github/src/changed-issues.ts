import type { Issue } from './issue.ts';
import type { Repository } from './repository.ts';

/** An issue or pull request that changed, with its repository as it is now. */
export type ChangedIssue = Issue & { repository: Repository };

/** What changed since an instant, oldest change first; `unchanged`: nothing since the last answer for the same instant. */
export type ChangedIssues = { status: 'unchanged' } | { status: 'changed'; issues: ChangedIssue[] };
