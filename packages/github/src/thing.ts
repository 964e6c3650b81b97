/** The repository of an issue or pull request as it is now. */
export type ThingRepository = {
  /** Survives renames and transfers. */
  id: number;
  fullName: string;
  archived: boolean;
  /** Whether we may push to it; null when GitHub did not say (an App's installation is its permission). */
  canPush: boolean | null;
};

/** How an issue is now, with what only GraphQL tells. */
export type IssueState = {
  kind: 'issue';
  number: number;
  state: 'open' | 'closed';
  labels: string[];
  repository: ThingRepository;
  updatedAt: string;
  /** When its text was last changed; null when it never was. */
  lastEditedAt: string | null;
  /** Login of who changed it last; null when nobody did or the account is gone. */
  editor: string | null;
};

/** How a pull request is now, with what only GraphQL tells. */
export type PullState = {
  kind: 'pull';
  number: number;
  state: 'open' | 'merged' | 'closed';
  headSha: string;
  baseRef: string;
  /** Null while GitHub has not made up its mind, and once it is not open. */
  mergeable: boolean | null;
  /** Of the head; `pending` as long as one of them runs. */
  checks: 'none' | 'pending' | 'success' | 'failure';
  repository: ThingRepository;
  updatedAt: string;
};
