import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { sessionOutputSchema } from './create-session.ts';
import { sessionView } from './session-view.ts';
import { sessionInput, withSession } from './with-session.ts';

export const abortSessionOperation = defineOperation({
  title: 'Stop what a session does',
  description:
    'Ends the turn that a session is in; the session stays. The run of a task whose agent is stopped so fails: cancel the task to end it.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({ session: sessionInput }),
  output: sessionOutputSchema,
  run: (control, { session: wanted }) =>
    withSession(control, wanted, async ({ known, instance, session, note }) => {
      await instance.abort(session.id);
      await note(`the session ${session.id} was stopped`);
      return { session: sessionView(known.name, session) };
    }),
});
