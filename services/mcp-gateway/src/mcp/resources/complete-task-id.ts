import type { ControlClient } from '@opencode-commander/control';
import { listTasks } from './list-tasks.ts';

/** The ids of tasks that begin with what was typed; an issue's number is how they begin. */
export function completeTaskId(client: ControlClient) {
  return async (typed: string): Promise<string[]> => {
    const tasks = await listTasks(client);
    return tasks.map(({ id }) => id).filter((id) => id.startsWith(typed));
  };
}
