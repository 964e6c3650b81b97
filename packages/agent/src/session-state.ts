import type { Snapshot } from './turn/observation.ts';

/**
 * How a session stands when it is found: `busy` with its turn, `finished` with it by a last word of the agent's, or
 * `stopped` somewhere in between: cut off, failed, or waiting to ask a model again that did not answer.
 */
export type SessionState = 'busy' | 'finished' | 'stopped';

export function sessionStateOf({ status, last }: Pick<Snapshot, 'status' | 'last'>): SessionState {
  if (status.type === 'busy') return 'busy';
  if (status.type === 'retry') return 'stopped';
  return last?.final === true && last.error === null ? 'finished' : 'stopped';
}
