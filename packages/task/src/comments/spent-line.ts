import type { Task } from '../task.ts';

/** What an ended task took, over all its runs and without its waits; null for one that never ran. */
export function spentLine({ startedAt, finishedAt, workedMs, usage }: Task): string | null {
  if (startedAt === null || finishedAt === null) return null;
  const seconds = Math.round(workedMs / 1000);
  const tokens = usage.inputTokens + usage.outputTokens;
  return `Took ${duration(seconds)} · ${tokens.toLocaleString('en-US')} tokens · $${usage.costUsd.toFixed(2)}`;
}

/** Whole seconds for people. */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
