import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { chooseRequest } from './choose-request.ts';
import { AskedByTaskError } from './session-error.ts';
import { sessionInput, withSession } from './with-session.ts';

export const requestInput = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Which one, by its id; not needed where only one waits');

export const permitOperation = defineOperation({
  title: 'Approve or deny what a session asks for',
  description:
    'Answers a permission that a session asks for. What the agent of a task asks for is answered in its task.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({
    session: sessionInput,
    request: requestInput,
    reply: z
      .enum(['once', 'always', 'reject'])
      .describe('Approve it once, or with everything like it, or deny it'),
  }),
  output: z.object({ request: z.string(), reply: z.string() }),
  run: (control, { session: wanted, request, reply }) =>
    withSession(control, wanted, async ({ instance, session, askedBy }) => {
      if (askedBy !== null) throw new AskedByTaskError(askedBy);
      const { permissions } = await instance.pending(session.id);
      // What opencode cannot list can be answered all the same, by its id.
      const listed = permissions ?? (request === undefined ? [] : [{ requestId: request }]);
      const { requestId } = chooseRequest(listed, { id: request, what: 'permission' });
      await instance.permit(requestId, reply);
      return { request: requestId, reply };
    }),
});
