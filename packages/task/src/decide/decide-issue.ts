import type { Task } from '../task.ts';
import type { Decision, DecisionRules } from './decision.ts';
import type { IssueThread } from './thread.ts';

export type IssueToDecide = {
  thread: IssueThread;
  /** The issue's own task (round 0), read after the thread was; null when there is none. */
  task: Task | null;
  rules: DecisionRules;
};

/** Everything to do about an issue as it stands, in order. */
export function decideIssue(_issue: IssueToDecide): Decision[] {
  return [];
}
