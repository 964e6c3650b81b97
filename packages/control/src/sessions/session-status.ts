import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { sessionView, sessionViewSchema } from './session-view.ts';
import { sessionInput, withSession } from './with-session.ts';

export const sessionStatusOperation = defineOperation({
  title: 'What a session does',
  description: 'Tells whether a session is at work, and how many questions and permissions wait in it.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({ session: sessionInput }),
  output: z.object({
    session: sessionViewSchema,
    state: z.enum(['idle', 'busy', 'retry']).describe('retry: its model failed and is asked again'),
    reason: z.string().nullable().describe('Why its model is asked again'),
    waiting_questions: z.number().int(),
    waiting_permissions: z.number().int().nullable().describe('Null when opencode cannot list them'),
  }),
  run: (control, { session: wanted }) =>
    withSession(control, wanted, async ({ known, instance, session }) => {
      const activity = await instance.activity(session.id);
      const { questions, permissions } = await instance.pending(session.id);
      return {
        session: sessionView(known.name, session),
        ...activity,
        waiting_questions: questions.length,
        waiting_permissions: permissions?.length ?? null,
      };
    }),
});
