import type { ReviewComment } from '../follow-up.ts';
import type { Marker } from '../marker.ts';

/** A comment of an issue or pull request as it was read, its author judged. */
export type ThreadComment = {
  id: number;
  /** Null when the account is gone. */
  author: string | null;
  /** May the author start and steer work? */
  trusted: boolean;
  /** The marker of a comment we wrote; null for everybody else's, whatever they quote. */
  ours: Marker | null;
  body: string;
  /** What it says has been dealt with at an earlier tick. */
  handled: boolean;
};

/** An issue that asks for work, or did, with everything a decision about it needs. */
export type IssueThread = {
  repo: string;
  repoId: number;
  number: number;
  nodeId: string | null;
  url: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  labels: readonly string[];
  /** Who gave it to an agent by label: null when no trigger label is on it. */
  asked: 'trusted' | 'untrusted' | null;
  /** It has asked for work before, at an earlier look: what was dispatched by hand needs no label to stay. */
  hasAsked: boolean;
  /** At the last look; true when nothing is known of one. */
  wasOpen: boolean;
  /** A trigger label was on it at the last look. */
  wasLabelled: boolean;
  /** It asks anew since its task ended: the label was put on again, or the issue opened again; told by the events' ids. */
  asksAnew: boolean;
  /** Its labels at the last look, null when nothing is known of one. */
  labelsBefore: readonly string[] | null;
  /** Whether whoever wrote or last edited the text may start work. */
  textTrusted: boolean;
  /** Oldest first. */
  comments: readonly ThreadComment[];
};

/** A review of a pull request. */
export type ThreadReview = {
  id: number;
  author: string | null;
  trusted: boolean;
  state: 'approved' | 'changes_requested' | 'commented' | 'dismissed' | 'pending';
  body: string;
  handled: boolean;
};

/** A remark on a line that somebody else made: ours are left out. */
export type ThreadRemark = ReviewComment & { reviewId: number | null; trusted: boolean; handled: boolean };

/** A check run of a pull request's head that has ended badly. */
export type ThreadCheck = {
  id: number;
  name: string;
  /** Of what a change can be at fault for; a check that somebody cancelled or has to act on is not among them. */
  conclusion: 'failure' | 'timed_out' | 'startup_failure';
  summary: string;
  annotations: { path: string; line: number; message: string }[];
  /** Last lines of the log, '' where there is none. */
  log: string;
  /** It was started once more already, for this head. */
  rerun: boolean;
};

/** A pull request of ours, with everything a decision about it needs. */
export type PullThread = {
  repo: string;
  repoId: number;
  number: number;
  nodeId: string;
  url: string;
  state: 'open' | 'merged' | 'closed';
  headSha: string;
  /** Null while GitHub has not made up its mind. */
  mergeable: boolean | null;
  /** `pending` as long as any check runs. */
  checks: 'none' | 'pending' | 'success' | 'failure';
  /** Those that failed; read only when `checks` is `failure`. */
  failedChecks: readonly ThreadCheck[];
  comments: readonly ThreadComment[];
  reviews: readonly ThreadReview[];
  remarks: readonly ThreadRemark[];
};
