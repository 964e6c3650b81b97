import { enqueueWrite } from '@opencode-commander/queue';
import {
  cycleComment,
  failureComment,
  followUpResultComment,
  questionComment,
  questionNumber,
  resultComment,
  type Task,
  WRITE_OPERATIONS,
} from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** Says what people should have heard of a task and did not; one that is on its way already is left as it is. */
export async function sayMissing(
  { queues }: Pick<Poller, 'queues'>,
  task: Task,
  operation: string,
): Promise<void> {
  const { id: taskId, epoch } = task;
  const body = words(task, operation);
  await enqueueWrite(queues, { kind: 'comment', taskId, epoch, operation, body, once: true });
}

function words(task: Task, operation: string): string {
  if (questionNumber(operation) > 0) return questionComment(task);
  if (operation === WRITE_OPERATIONS.cycle) return cycleComment(task);
  if (operation !== WRITE_OPERATIONS.result) return failureComment(task, []);
  return task.followUp === null ? resultComment(task, LOST) : followUpResultComment(task, LOST);
}

const LOST = 'What the agent said about it was lost: see the pull request.';
