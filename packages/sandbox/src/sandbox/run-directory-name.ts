import { type TaskId, taskIdSchema } from '@opencode-commander/task';

/** The run a directory belongs to. */
export type RunDirectoryOwner = { taskId: TaskId; epoch: number };

/** The name of a run's directory below `runDir`. */
export function runDirectoryName({ taskId, epoch }: RunDirectoryOwner): string {
  return `${taskId}-${epoch}`;
}

/** Whose directory a name belongs to; null when we did not give it. */
export function parseRunDirectoryName(name: string): RunDirectoryOwner | null {
  const [, id, epoch] = /^(.+)-(\d+)$/.exec(name) ?? [];
  const taskId = taskIdSchema.safeParse(id).data;
  return taskId === undefined ? null : { taskId, epoch: Number(epoch) };
}
