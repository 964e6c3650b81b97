import type { Task } from '../task.ts';
import { waitingReason } from './waiting-reason.ts';

/** How a task stands, in one line of Markdown. */
export function statusLine(task: Task, position: number | null): string {
  switch (task.status) {
    case 'queued':
      return queuedLine(task, position);
    case 'dispatched':
      return '**Starting** an agent';
    case 'running':
      return '**Working on it**';
    case 'waiting_human':
      return `**Waiting for an answer**${WAITING[task.question?.kind ?? 'question']}`;
    case 'completed':
      return `**${outcome(task)}**: ${task.prUrl ?? 'see the branch'}`;
    case 'failed':
      return '**Failed**: see the comment below';
    case 'cancelled':
      return '**Cancelled**';
  }
}

function queuedLine({ waitsFor }: Task, position: number | null): string {
  if (waitsFor !== null) return `**Queued**: ${waitingReason(waitsFor)}`;
  return position === null ? '**Queued**' : `**Queued, position ${position}**`;
}

const WAITING: Readonly<Record<NonNullable<Task['question']>['kind'], string>> = {
  question: ' to the question below',
  permission: ': the agent asks for permission',
  budget: ': the budget is used up',
  rounds: ': another round?',
  edited: ': the issue was changed',
};

function outcome({ pull }: Task): string {
  if (pull?.state === 'merged') return 'Merged';
  return pull?.state === 'closed' ? 'Closed' : 'Pull request ready';
}
