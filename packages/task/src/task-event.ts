import { z } from 'zod';
import { statusSchema } from './status.ts';

const at = z.iso.datetime();

/** One thing that happened to a task, as its event log keeps it. */
export const taskEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), at, status: statusSchema, message: z.string() }),
  /** A finished piece of the agent's own words. */
  z.object({ type: z.literal('agent_text'), at, text: z.string() }),
  /** A tool call of the agent's; `title` is a line for people, `output` its last lines once it ended. */
  z.object({
    type: z.literal('tool'),
    at,
    callId: z.string(),
    tool: z.string(),
    state: z.enum(['running', 'completed', 'error']),
    title: z.string(),
    output: z.string(),
  }),
  /** A line from a service about the task. */
  z.object({ type: z.literal('service'), at, level: z.enum(['info', 'warn', 'error']), message: z.string() }),
]);
export type TaskEvent = z.infer<typeof taskEventSchema>;
