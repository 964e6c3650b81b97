import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { sessionOutputSchema } from './create-session.ts';
import { rememberSession } from './remember-session.ts';
import { sessionView } from './session-view.ts';
import { sessionInput, withSession } from './with-session.ts';

export const forkSessionOperation = defineOperation({
  title: 'Fork a session',
  description: 'Begins a session with the conversation of another one, which stays as it is.',
  effect: 'changes',
  repeatable: false,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({ session: sessionInput }),
  output: sessionOutputSchema,
  run: (control, { session: wanted }) =>
    withSession(control, wanted, async ({ known, instance, session, note }) => {
      await note(`the session ${session.id} is forked`);
      const fork = await instance.fork(session.id);
      await rememberSession(control, known.name, fork);
      return { session: sessionView(known.name, fork) };
    }),
});
