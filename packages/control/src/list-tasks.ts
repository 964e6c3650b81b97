import type { ControlClient } from './control-client.ts';
import type { TaskView } from './task-view.ts';

const MAX_QUEUED = 100;
const MAX_ENDED = 20;

/** The tasks one asks about: those that run, wait for a person, wait for an agent, and those that ended last. Throws RedisError. */
export async function listTasks(client: ControlClient): Promise<TaskView[]> {
  const [{ running, waiting, recent }, { queue }] = await Promise.all([
    client.ask('status', { recent: MAX_ENDED }),
    client.ask('queue.list', { limit: MAX_QUEUED }),
  ]);
  const tasks = [...running, ...waiting, ...queue.map(({ task }) => task), ...recent];
  // One that moved on in between is in two of them.
  return [...new Map(tasks.map((task) => [task.id, task])).values()];
}
