import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { sessionOutputSchema } from './create-session.ts';
import { modelInput, requireModel } from './require-model.ts';
import { sessionView } from './session-view.ts';
import { sessionInput, withSession } from './with-session.ts';

export const promptSessionOperation = defineOperation({
  title: 'Prompt a session',
  description:
    'Says something to a session and does not wait for what it does: its status and messages show that. In the session of a running task this steers its agent.',
  effect: 'changes',
  repeatable: false,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({
    session: sessionInput,
    text: z.string().trim().min(1).max(100_000).describe('What to say'),
    model: modelInput,
  }),
  output: sessionOutputSchema,
  run: (control, { session: wanted, text, model }) =>
    withSession(control, wanted, async ({ known, instance, session, note }) => {
      requireModel(control, known, model);
      // Before: whoever hears of a failure afterwards says it again.
      await note(`the session ${session.id} is prompted`);
      await instance.prompt(session.id, { text, model });
      return { session: sessionView(known.name, session) };
    }),
});
