import type { Task } from '../task.ts';
import type { Decision, DecisionRules } from './decision.ts';
import type { PullThread } from './thread.ts';

export type PullToDecide = {
  thread: PullThread;
  /** Round 0: the issue's own task. */
  root: Task;
  /** The task of the highest round, read after the thread was; `root` when there was no follow-up yet. */
  latest: Task;
  rules: DecisionRules;
};

/** Everything to do about a pull request of ours as it stands, in order. */
export function decidePull(_pull: PullToDecide): Decision[] {
  return [];
}
