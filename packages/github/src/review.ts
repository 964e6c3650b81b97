import type { Marker } from '@opencode-commander/task';

/** A review of a pull request. */
export type Review = {
  id: number;
  /** Login; null when the account is gone. */
  author: string | null;
  state: 'approved' | 'changes_requested' | 'commented' | 'dismissed' | 'pending';
  /** Markdown, empty when there are only remarks on lines. */
  body: string;
  /** Null as long as it is pending. */
  submittedAt: string | null;
  /** The commit that was looked at; null when it is gone. */
  commitSha: string | null;
  /** The marker we signed it with; null for everybody else's. */
  marker: Marker | null;
};
