import type { ControlClient, LogPage } from '@opencode-commander/control';
import { taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Call } from './call-tool.ts';
import { eventLine } from './describe/event-line.ts';

/** What commander_logs takes besides what its operation does. */
export const followInput = {
  follow: z
    .boolean()
    .default(false)
    .describe(
      'Wait for what happens next and tell each event as progress, until the task ends or `seconds` are over',
    ),
  seconds: z.number().int().min(1).max(3_600).default(300).describe('How long to follow at most'),
};

const followSchema = z.object({
  ...followInput,
  task_id: taskIdSchema,
  after: z.string().optional(),
  limit: z.number().int(),
});

export function isFollowing({ follow }: Record<string, unknown>): boolean {
  return follow === true;
}

/**
 * Follows a task and tells each event. Gives the latest `limit` of what was told as a page: no more than that is held, however
 * much happens. Throws TaskNotFoundError, RedisError, and the signal's reason.
 */
export async function followLogs(client: ControlClient, { args, signal, tell }: Call): Promise<LogPage> {
  const { task_id, after, limit, seconds } = followSchema.parse(args);
  const over = AbortSignal.timeout(seconds * 1000);
  const where = after === undefined ? { last: limit } : { after };
  const until = AbortSignal.any([signal, over]);
  const events: LogPage['events'] = [];
  for await (const logged of client.logs({ id: task_id, follow: true, ...where, signal: until })) {
    events.push(logged);
    if (events.length > limit) events.shift();
    await tell(eventLine(logged.event));
    // Also what keeps the timeout: any() holds it weakly.
    if (over.aborted || signal.aborted) break;
  }
  signal.throwIfAborted();
  return { events, next: events.at(-1)?.cursor ?? after ?? '0-0', more: false };
}
