import type { OperationName } from '@opencode-commander/control';
import type { Command } from '@opencode-commander/task';

/** Which operations do what a comment's command asks for: none for what only a conversation on GitHub can be about. */
export const COMMENT_OPERATIONS: Readonly<Record<Command['name'], readonly OperationName[]>> = {
  help: [],
  status: ['tasks.show'],
  retry: ['queue.retry'],
  stop: ['queue.cancel'],
  approve: ['answer'],
  deny: ['answer'],
  continue: ['answer', 'budget.grant'],
  priority: ['queue.prioritize'],
  model: ['model.choose'],
  fix: [],
  do: [],
};
