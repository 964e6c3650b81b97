import type { Decision } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { carryOutDecision } from './carry-out-decision.ts';
import { followUp } from './follow-up.ts';
import type { PullOccasion } from './occasion.ts';
import { rerunCheck } from './rerun-check.ts';

/** Does what was decided about a pull request, in order. */
export async function carryOutPull(
  poller: Poller,
  decisions: readonly Decision[],
  occasion: PullOccasion,
): Promise<void> {
  for (const decision of decisions) await carryOutOne(poller, decision, occasion);
}

async function carryOutOne(poller: Poller, decision: Decision, occasion: PullOccasion): Promise<void> {
  switch (decision.do) {
    case 'follow_up':
      return followUp(poller, decision, occasion);
    case 'rerun':
      return rerunCheck(poller, decision, occasion.place);
    case 'pull_reopened':
    case 'pull_ended':
      // That it has ended, or is open again, is seen to once everything else is done.
      return;
    case 'accept':
    case 'refuse':
    case 'take_text':
    case 'ask_about_edit':
    case 'tell_about_edit':
      throw new RangeError(`${decision.do} is nothing to do about a pull request`);
    default:
      return carryOutDecision(poller, decision, occasion);
  }
}
