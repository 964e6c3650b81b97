import { stopTask } from '@opencode-commander/control';
import type { Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** Cancels a task that nobody may work on any more. Its thread may be nobody's to read either: no visit would show that. */
export async function stopLost(poller: Poller, { id }: Task, reason: string): Promise<void> {
  await poller.memory.owe(id);
  await stopTask(poller, { task_id: id, reason });
  await poller.memory.settleOwed(id);
  poller.log.info({ task: id }, `cancelled: ${reason}`);
}
