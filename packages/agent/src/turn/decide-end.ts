import type { AgentEvent } from '../agent-event.ts';
import { describeFailure, firstLine } from '../describe-failure.ts';
import type { Snapshot } from './observation.ts';
import type { TurnLimits, TurnState } from './turn-state.ts';

/** When, and what the round of polls found: a snapshot, or why there is none. */
export type Finding = { at: number; limits: TurnLimits } & (
  | { snapshot: Snapshot; unreachable?: never }
  | { unreachable: { reason: string; ended: boolean }; snapshot?: never }
);

type Ending = Extract<AgentEvent, { type: 'idle' | 'error' | 'stuck' }>;

/** The turn's last event, or null while it goes on. Only polls end a turn. */
export function decideEnd(state: TurnState, finding: Finding): Ending | null {
  const { at, limits, snapshot, unreachable } = finding;
  if (snapshot?.status.type === 'idle') return endOfIdle(state, snapshot, finding);
  if (unreachable?.ended) return failure(`opencode has ended: ${firstLine(unreachable.reason)}`, 'container');
  if (unreachable && at - (state.unreachableSince ?? at) >= limits.unreachableMs) {
    return failure(`opencode does not answer any more: ${firstLine(unreachable.reason)}`, 'container');
  }
  return isStuck(state, finding) ? stuck(state, at) : null;
}

function endOfIdle(state: TurnState, snapshot: Snapshot, { at, limits }: Finding): Ending | null {
  const { last, unknownModel } = snapshot;
  const error = last?.error ?? (last?.final ? null : state.error);
  if (unknownModel !== null) return unknown(unknownModel);
  if (error) return { type: 'error', ...describeFailure(error) };
  if (last?.final) return { type: 'idle' };
  if (last === null && state.attached) return { type: 'idle' };
  if (last === null) {
    const late = at - state.startedAt >= limits.startMs;
    return late ? failure('opencode did not begin to work on the prompt') : null;
  }
  if (at - (state.silentSince ?? at) < limits.settleMs) return null;
  return last.role === 'assistant' && last.complete ? { type: 'idle' } : failure(STOPPED);
}

const STOPPED = 'opencode stopped in the middle of the turn without saying why';

function isStuck(state: TurnState, { at, limits }: Finding): boolean {
  return state.pending.size === 0 && at - quietSince(state) >= limits.stuckMs;
}

/** Since when there has been no sign of life; waiting for another try of the model is one. */
export function quietSince(state: TurnState): number {
  return Math.max(state.activityAt, state.retryAt ?? 0);
}

function stuck({ activityAt, doing }: TurnState, at: number): Ending {
  const seconds = Math.round((at - activityAt) / 1000);
  const where = doing === null ? '' : `; the last thing it did was: ${firstLine(doing)}`;
  return { type: 'stuck', message: `The agent gave no sign of life for ${seconds} s${where}` };
}

function unknown(model: string): Ending {
  const message = `There is no model ${firstLine(model)}: correct \`model\` in opencode.json or list it under [llm]`;
  return { type: 'error', kind: 'model_refused', message, retryAfterMs: null };
}

function failure(message: string, kind: 'agent' | 'container' = 'agent'): Ending {
  return { type: 'error', kind, message, retryAfterMs: null };
}
