import { enqueueWrite } from '@opencode-commander/queue';
import type { Poller } from '../poller.ts';

/** Has it shown how the tasks stand that a poller was about to stop when it died. */
export async function showOwed({ memory, queues }: Pick<Poller, 'memory' | 'queues'>): Promise<void> {
  for (const id of await memory.owed()) {
    await enqueueWrite(queues, { kind: 'status', taskId: id });
    await memory.settleOwed(id);
  }
}
