import type { RunningTask } from '@opencode-commander/control';
import { formatBytes } from '@opencode-commander/task';

/** What the agent of a task does and uses, as a line for people; none while nobody knows. */
export function activityLines({ activity }: Pick<RunningTask, 'activity'>): string[] {
  if (activity === null) return [];
  const { tool, cpu_percent, memory_bytes, memory_limit_bytes } = activity;
  const memory = `${formatBytes(memory_bytes)} of ${formatBytes(memory_limit_bytes)}`;
  return [`CPU ${cpu_percent.toFixed(0)} %, memory ${memory}, ${tool ?? 'thinks'}`];
}
