import type { Queues } from '@opencode-commander/queue';
import type { Effect, Failpoints } from '@opencode-commander/service';
import { lost } from './store-with-failpoints.ts';

/** Puts failpoints around what is added to the queues, those of hosts too, and what is taken from them. */
export function setQueueFailpoints(queues: Queues, failpoints: Failpoints): void {
  const around = <T>(effect: Effect, work: () => Promise<T>) => failpoints.around(effect, work, lost);
  const { tasks } = queues;
  guardTasks(tasks, { queues, around, add: 'queue.add_task', remove: 'queue.remove_task' });
  const addWrite = queues.addWrite.bind(queues);
  queues.addWrite = (write) => around('queue.add_write', () => addWrite(write));
  const onHost = queues.onHost.bind(queues);
  const guarded = new Set<Queues['tasks']>();
  queues.onHost = (host) => {
    const queue = onHost(host);
    const isNew = !guarded.has(queue);
    guarded.add(queue);
    if (isNew)
      guardTasks(queue, { queues, around, add: 'queue.add_to_host', remove: 'queue.remove_from_host' });
    return queue;
  };
}

type Guarding = {
  queues: Queues;
  around: <T>(effect: Effect, work: () => Promise<T>) => Promise<T>;
  add: Effect;
  remove: Effect;
};

function guardTasks(queue: Queues['tasks'], { queues, around, add, remove }: Guarding): void {
  const addJob = queue.add.bind(queue);
  queue.add = (...args) => around(add, () => addJob(...args));
  const removeJob = queue.remove.bind(queue);
  queue.remove = async (id, options) => {
    // Most queues that a job is taken from do not have it.
    const isThere = (await queues.redis.exists(queue.toKey(id))) === 1;
    return isThere ? around(remove, () => removeJob(id, options)) : removeJob(id, options);
  };
}
