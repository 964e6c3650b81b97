import type { WireError } from '../wire.ts';

/** Bounds of a turn, in milliseconds but for `retries`. */
export type TurnLimits = {
  stuckMs: number;
  /** opencode may try the model again this often before it is an error. */
  retries: number;
  /** The longest wait for another try that a provider may demand. */
  retryWaitMs: number;
  /** opencode may take this long to begin. */
  startMs: number;
  /** opencode may be out of reach this long. */
  unreachableMs: number;
  /** A turn that stopped without a last word is over when it stays so this long. */
  settleMs: number;
};

/** A part's size when last seen, and what was told of it. */
export type SeenPart = { size: number; told: 'nothing' | 'begun' | 'all' };

/** What is known of a turn so far. */
export type TurnState = {
  /** The newest message before the turn, '' for none; ids ascend. */
  baseline: string;
  /** The turn was begun by somebody else: it may be over, or never have begun. */
  attached: boolean;
  startedAt: number;
  activityAt: number;
  /** Changed in place, as a copy for each of thousands of parts would take too long. */
  readonly parts: Map<string, SeenPart>;
  /** Ids of requests that were told. */
  told: ReadonlySet<string>;
  /** Ids of requests that wait for an answer. */
  pending: ReadonlySet<string>;
  /** The list as it was told, as JSON. */
  checklist: string;
  /** The title of the last tool call that was told, for diagnostics. */
  doing: string | null;
  /** When opencode will try the model again; null while it does not wait for that. */
  retryAt: number | null;
  error: WireError | null;
  /** Since when the session has been idle in mid-turn, without a last word. */
  silentSince: number | null;
  unreachableSince: number | null;
  over: boolean;
};

/** Where a watch begins: after a message, or, in a turn of somebody else's, after what there is of its parts. */
export type TurnStart = { baseline: string; seen: ReadonlyMap<string, SeenPart> | null };

export function newTurn({ baseline, seen }: TurnStart, at: number): TurnState {
  return {
    baseline,
    attached: seen !== null,
    startedAt: at,
    activityAt: at,
    parts: new Map(seen),
    told: new Set(),
    pending: new Set(),
    checklist: '[]',
    doing: null,
    retryAt: null,
    error: null,
    silentSince: null,
    unreachableSince: null,
    over: false,
  };
}
