import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { sessionView, sessionViewSchema } from './session-view.ts';
import { sessionInput, withSession } from './with-session.ts';

export const exportSessionOperation = defineOperation({
  title: 'Export a session',
  description: 'Gives a whole session as opencode import takes it: JSON of up to 8 MB.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({ session: sessionInput }),
  output: z.object({
    session: sessionViewSchema,
    content: z.string().describe('The session in JSON; what it has cost is set to nothing'),
  }),
  run: (control, { session: wanted }) =>
    withSession(control, wanted, async ({ known, instance, session }) => ({
      session: sessionView(known.name, session),
      content: await instance.export(session.id),
    })),
});
