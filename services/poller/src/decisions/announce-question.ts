import { enqueueWrite } from '@opencode-commander/queue';
import { questionComment, questionOperation, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** Has the pending question of a task asked on its thread; once, by its number. */
export async function announceQuestion({ queues }: Poller, task: Task): Promise<void> {
  const { id: taskId, epoch, question, status } = task;
  if (question === null || status !== 'waiting_human') return;
  const operation = questionOperation(question.number);
  await enqueueWrite(queues, { kind: 'comment', taskId, epoch, operation, body: questionComment(task) });
}
