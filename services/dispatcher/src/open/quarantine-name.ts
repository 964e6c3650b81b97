import { type TaskId, taskIdSchema } from '@opencode-commander/task';

/** The run a quarantine belongs to. */
export type QuarantineOwner = { taskId: TaskId; epoch: number };

/** The name of a run's quarantine in `<data dir>/quarantine`. */
export function quarantineName({ taskId, epoch }: QuarantineOwner): string {
  return `${taskId}.${epoch}.git`;
}

/** Whose quarantine a name belongs to; null when we did not give it. */
export function parseQuarantineName(name: string): QuarantineOwner | null {
  const [, taskId, epoch] = /^(.+)\.(\d+)\.git$/.exec(name) ?? [];
  return taskIdSchema.safeParse(taskId).success && taskId ? { taskId, epoch: Number(epoch) } : null;
}
