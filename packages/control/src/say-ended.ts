import type { Status, TaskId } from '@opencode-commander/task';

/** Says of a task that has ended how it did, what follows from that, and what to do; null for any other. */
export function sayEnded({ id, status }: { id: TaskId; status: Status }, consequence: string): string | null {
  const line = (how: string) => `Task ${id} ${how}, and ${consequence}`;
  const again = 'commander queue retry tries it again';
  if (status === 'completed') return line('is completed');
  if (status === 'failed') return `${line('has failed')}: ${again}`;
  return status === 'cancelled' ? `${line('was cancelled')}: ${again}` : null;
}
