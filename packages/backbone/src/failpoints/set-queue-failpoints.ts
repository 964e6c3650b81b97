import type { Queues } from '@opencode-commander/queue';
import type { Failpoints } from '@opencode-commander/service';
import { lost } from './store-with-failpoints.ts';

/** Puts failpoints around what is added to the queues. */
export function setQueueFailpoints({ tasks, outbox }: Queues, failpoints: Failpoints): void {
  const addTask = tasks.add.bind(tasks);
  tasks.add = (...args) => failpoints.around('queue.add_task', () => addTask(...args), lost);
  const addWrite = outbox.add.bind(outbox);
  outbox.add = (...args) => failpoints.around('queue.add_write', () => addWrite(...args), lost);
}
