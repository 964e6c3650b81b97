import { enqueueWrite } from '@opencode-commander/queue';
import { isStatusOutdated, labelChanges, type Shown, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/**
 * A process may have died after it changed the task and before it asked for the word of it: where its thread says something
 * else, it is asked for. At every visit, for nobody may come by again; what waits in the outbox already is not doubled.
 */
export async function showStatus(
  { queues }: Pick<Poller, 'queues'>,
  task: Task,
  { shown, labels }: { shown: Shown; labels: readonly string[] | null },
): Promise<void> {
  const { add, remove } = labels === null ? NO_CHANGES : labelChanges(labels, task);
  if (add.length + remove.length > 0 || isStatusOutdated(task, shown))
    await enqueueWrite(queues, { kind: 'status', taskId: task.id });
}

const NO_CHANGES = { add: [], remove: [] };
