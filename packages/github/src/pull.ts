import type { Marker } from '@opencode-commander/task';

/** A pull request. */
export type PullRequest = {
  number: number;
  nodeId: string;
  state: 'open' | 'merged' | 'closed';
  headSha: string;
  /** Name of the branch it comes from. */
  headRef: string;
  /** Name of the branch it goes to. */
  baseRef: string;
  /** The page a person opens. */
  url: string;
  /** Null while GitHub has not made up its mind, and once it is not open. */
  mergeable: boolean | null;
  /** The marker we signed it with; null for everybody else's. */
  marker: Marker | null;
};
