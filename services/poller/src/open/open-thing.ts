import type { IssueState, PullState } from '@opencode-commander/github';
import type { ThreadPlace } from '../memory/thread-memory.ts';

/** Something open, as GitHub has it now. */
export type OpenThing = {
  place: ThreadPlace;
  nodeId: string;
  state: IssueState | PullState;
  /** Another text means that it is to be looked at. */
  likeness: string;
  /** Since when it has been so, in ms; null: it was otherwise at the last look. */
  since: number | null;
};

/** By place. */
export type OpenThings = ReadonlyMap<string, OpenThing>;
