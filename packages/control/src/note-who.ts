import type { TaskId } from '@opencode-commander/task';
import type { OperationControl } from './operation.ts';

/** Writes into the log of a task who had something done with it, such as `its priority is high now`. */
export async function noteWho(
  { store, now, by }: Pick<OperationControl, 'store' | 'now' | 'by'>,
  id: TaskId,
  what: string,
): Promise<void> {
  const message = `${what}, by ${by}`;
  await store.appendEvent(id, { type: 'service', at: now().toISOString(), level: 'info', message });
}
