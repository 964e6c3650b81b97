import type { TaskStore } from '@opencode-commander/queue';
import type { Task, TaskId } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';

export const GOES_ON = 'commander run or commander up goes on with it.';

/**
 * Has the last word, when the program is interrupted before the task's end, be where the task is then. Without a store it is
 * far away, and whoever was asked works on.
 */
export function tellWhereItStands(cli: Cli, store: Pick<TaskStore, 'get'> | null, id: TaskId): void {
  const { stack, signal } = cli.scope;
  stack.defer('the last word on the task', async () => {
    if (!signal.aborted) return;
    const task = (await store?.get(id)) ?? null;
    const line = store === null ? goesOn(id) : task && whereItStands(task);
    if (line !== null) cli.say(line);
  });
}

/** Null for a task that has ended. */
function whereItStands({ id, status, source, containerId }: Task): string | null {
  switch (status) {
    case 'queued':
      return `Task ${id} is back in the queue: ${GOES_ON}`;
    case 'dispatched':
    case 'running':
      return goesOn(id);
    case 'waiting_human': {
      const kept = containerId === null ? '' : ', and its container is kept for it';
      return `Task ${id} goes on waiting for an answer at ${source.url}${kept}: ${GOES_ON}`;
    }
    default:
      return null;
  }
}

function goesOn(id: TaskId): string {
  return `Task ${id} goes on elsewhere: commander logs -f ${id} shows it.`;
}
