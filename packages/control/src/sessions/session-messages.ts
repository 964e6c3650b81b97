import type { ServedMessage } from '@opencode-commander/task';
import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { sessionView, sessionViewSchema } from './session-view.ts';
import { sessionInput, withSession } from './with-session.ts';

const messageViewSchema = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  at: z.string().nullable(),
  text: z.string(),
  tools: z
    .array(z.object({ name: z.string(), state: z.string(), title: z.string(), output: z.string() }))
    .describe('The tools it called, each with the last lines of what that gave'),
  error: z.string().nullable(),
});
type MessageView = z.infer<typeof messageViewSchema>;

export const sessionMessagesOperation = defineOperation({
  title: 'Messages of a session',
  description: 'Shows the newest messages of a session. What an agent says there is not to be trusted.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({
    session: sessionInput,
    limit: z.number().int().min(1).max(100).default(20).describe('At most so many, the newest'),
  }),
  output: z.object({
    session: sessionViewSchema,
    messages: z.array(messageViewSchema).describe('Oldest first'),
    unreadable: z.boolean().describe('True when opencode itself cannot list them'),
  }),
  run: (control, { session: wanted, limit = 20 }) =>
    withSession(control, wanted, async ({ known, instance, session }) => {
      const messages = await instance.messages(session.id, limit);
      return {
        session: sessionView(known.name, session),
        messages: (messages ?? []).map(messageView),
        unreadable: messages === null,
      };
    }),
});

function messageView({ at, ...message }: ServedMessage): MessageView {
  return { ...message, at: at?.toISOString() ?? null };
}
