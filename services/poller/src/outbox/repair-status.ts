import { enqueueWrite } from '@opencode-commander/queue';
import { labelChanges, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** A process may have died after it changed the task and before it asked for the labels: they are seen to again. */
export async function repairStatus(
  { memory, queues }: Pick<Poller, 'memory' | 'queues'>,
  task: Task,
  labels: readonly string[],
): Promise<void> {
  const { add, remove } = labelChanges(labels, task);
  if (add.length + remove.length > 0 && (await memory.isDueAgain(task.id)))
    await enqueueWrite(queues, { kind: 'status', taskId: task.id });
}
