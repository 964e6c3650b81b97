import type { SessionState } from '@opencode-commander/agent';
import type { Delivery } from './deliver-answer.ts';
import type { OpenedSession } from './open-session.ts';

/** What an agent is told by the run that takes it up; `nothing` when it has done its work or has its answer, `at_work` while it works. */
export type NextWord = 'first_prompt' | 'go_on' | 'nothing' | 'at_work' | 'ask_people';

/** An agent in a container of an earlier run. */
export type FoundTurn = {
  delivery: Delivery;
  knows: OpenedSession['knows'];
  /** Its processes ran on, and nobody else holds the way to its model. */
  isAlive: boolean;
  state: SessionState;
  /** There is something of it to publish. */
  hasPushed: boolean;
};

export function judgeTurn({ delivery, knows, isAlive, state, hasPushed }: FoundTurn): NextWord {
  if (delivery === 'asks_still') return 'ask_people';
  if (delivery === 'delivered') return 'nothing';
  // Also one that was told a moment before its dispatcher died, and has not begun to answer.
  if (isAlive && state === 'busy') return 'at_work';
  if (knows !== 'this_task') return 'first_prompt';
  if (delivery === 'to_tell') return 'go_on';
  // One that ended with nothing to show may have met a door that was closed between two runs.
  return state === 'finished' && hasPushed ? 'nothing' : 'go_on';
}
