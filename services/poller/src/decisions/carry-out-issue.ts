import type { Decision } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { acceptIssue } from './accept-issue.ts';
import { carryOutDecision } from './carry-out-decision.ts';
import { askAboutEdit, takeText, tellAboutEdit } from './edited-text.ts';
import type { IssueOccasion } from './occasion.ts';
import { refuseIssue } from './refuse-issue.ts';

/** Does what was decided about an issue, in order. */
export async function carryOutIssue(
  poller: Poller,
  decisions: readonly Decision[],
  occasion: IssueOccasion,
): Promise<void> {
  for (const decision of decisions) await carryOutOne(poller, decision, occasion);
}

async function carryOutOne(poller: Poller, decision: Decision, occasion: IssueOccasion): Promise<void> {
  const { rootId, place } = occasion;
  switch (decision.do) {
    case 'accept':
      return acceptIssue(poller, occasion, decision);
    case 'refuse':
      return refuseIssue(poller, { id: rootId, ...place });
    case 'take_text':
      return takeText(poller, decision.taskId, occasion.thread);
    case 'ask_about_edit':
      return askAboutEdit(poller, decision.taskId, occasion.thread);
    case 'tell_about_edit':
      return tellAboutEdit(poller, decision, place);
    case 'follow_up':
    case 'rerun':
    case 'pull_ended':
    case 'pull_reopened':
      throw new RangeError(`${decision.do} is nothing to do about an issue`);
    default:
      return carryOutDecision(poller, decision, occasion);
  }
}
