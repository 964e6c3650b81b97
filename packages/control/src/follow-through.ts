import { enqueueTask, enqueueWrite } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { Control } from './control.ts';

/** What follows from a change: a queued task has a job, and its issue shows what it is. Doing it again changes nothing. */
export async function followThrough({ queues }: Pick<Control, 'queues'>, task: Task): Promise<void> {
  // What waits for other issues gets its job from whoever sees them end.
  const isDue = task.status === 'queued' && task.waitsFor?.kind !== 'dependencies';
  if (isDue) await enqueueTask(queues, task);
  await enqueueWrite(queues, { kind: 'status', taskId: task.id });
}
