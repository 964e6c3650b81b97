import type { Task } from '../task.ts';
import type { Scene } from './scene.ts';
import type { IssueThread } from './thread.ts';

/** Ends the work on an issue's pull request when the issue is closed or loses its label; what is asked for after that is new. */
export function decideWithdrawal({ decisions }: Scene, thread: IssueThread, followUp: Task): void {
  const reason = whyWithdrawn(thread);
  if (reason !== null) decisions.push({ do: 'cancel', taskId: followUp.id, reason });
}

function whyWithdrawn({ state, wasOpen, asked, wasLabelled }: IssueThread): string | null {
  if (state === 'closed') return wasOpen ? 'its issue was closed' : null;
  return asked === null && wasLabelled ? 'the label was taken off its issue' : null;
}
