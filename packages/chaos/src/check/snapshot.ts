import type { Marker, Task } from '@opencode-commander/task';
import type { Ending, Kind } from '../story/kinds.ts';

/** A comment of ours, or somebody's. */
export type CommentSeen = {
  id: number;
  isOurs: boolean;
  body: string;
  /** Null where there is none of ours, or a forged one. */
  marker: Marker | null;
};

/** An issue or pull request. */
export type ThreadSeen = { number: number; labels: readonly string[]; comments: readonly CommentSeen[] };

export type PullSeen = ThreadSeen & {
  isOurs: boolean;
  head: string;
  state: 'open' | 'closed';
  marker: Marker | null;
};

/** An issue, everything about it on GitHub, and its tasks' records: the first is its own, the others follow-ups'. */
export type IssueSeen = {
  reference: string;
  kind: Kind;
  mayEnd: readonly Ending[];
  /** A follow-up was called for. */
  owesFollowUp: boolean;
  /** Faults that concerned it. */
  touched: readonly string[];
  issue: ThreadSeen & { state: 'open' | 'closed' };
  pulls: readonly PullSeen[];
  tasks: readonly Task[];
  /** The words of people that may stand in the work, and the one that does; null where nobody was asked. */
  answered: { mayBe: readonly string[]; is: string } | null;
};

/** A marker as it was seen in the text of one comment or pull request, in the order of time. */
export type MarkerSeen = { at: string; thread: string; marker: Marker };

/** A write that the outbox has given up: its job, its repository (null where it cannot be told), and why. */
export type DeadWriteSeen = { id: string; repo: string | null; reason: string | null };

export type WorldSeen = {
  issues: readonly IssueSeen[];
  markers: readonly MarkerSeen[];
  deadWrites: readonly DeadWriteSeen[];
  /** Every name of the repositories that were archived for a while. */
  archived: readonly string[];
  /** Containers, sockets, processes, keys, jobs that nobody needs any more, named. */
  leftovers: readonly string[];
  /** Redis was emptied or cut: records of ended tasks may be gone. */
  recordsLost: boolean;
  /** Nothing was made to fail: everything has to end as people wanted it. */
  undisturbed: boolean;
};

/** A broken promise. */
export type Violation = { rule: string; where: string; what: string };
