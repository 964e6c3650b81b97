import type { TaskActivity } from '@opencode-commander/queue';
import { z } from 'zod';

/** What the agent of a task does and uses, as people and programs outside see it. */
export const activityViewSchema = z.object({
  tool: z.string().nullable().describe('The tool it uses just now, such as `bash: npm test`; null for none'),
  cpu_percent: z.number().describe('Of one CPU: 200 are two of them'),
  memory_bytes: z.number(),
  memory_limit_bytes: z.number(),
  tokens_per_minute: z.array(z.number()).describe('Of the last 30 minutes, oldest first'),
});
type ActivityView = z.infer<typeof activityViewSchema>;

/** Null while nobody knows. */
export function activityView(activity: TaskActivity | undefined): ActivityView | null {
  if (activity === undefined) return null;
  return {
    tool: activity.tool,
    cpu_percent: Math.round(activity.cpuPercent * 10) / 10,
    memory_bytes: activity.memoryBytes,
    memory_limit_bytes: activity.memoryLimitBytes,
    tokens_per_minute: activity.tokensPerMinute,
  };
}
