import { type PendingQuestion, readAnswer } from '@opencode-commander/task';
import { z } from 'zod';
import { UnclearAnswerError } from '../answer.ts';
import { defineOperation } from '../operation.ts';
import { chooseRequest } from './choose-request.ts';
import { requestInput } from './permit.ts';
import { AskedByTaskError } from './session-error.ts';
import { sessionInput, withSession } from './with-session.ts';

export const answerSessionOperation = defineOperation({
  title: 'Answer a question of a session',
  description:
    'Answers what a session wants to be told. What the agent of a task asks is answered in its task.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({
    session: sessionInput,
    request: requestInput,
    answer: z
      .string()
      .min(1)
      .max(10_000)
      .describe("The number or the words of an option, or words of one's own where they are taken"),
  }),
  output: z.object({ request: z.string(), answers: z.array(z.array(z.string())) }),
  run: (control, { session: wanted, request, answer }) =>
    withSession(control, wanted, async ({ instance, session, askedBy }) => {
      if (askedBy !== null) throw new AskedByTaskError(askedBy);
      const { questions } = await instance.pending(session.id);
      const asked = chooseRequest(questions, { id: request, what: 'question' });
      const answers = readWords(asked, { answer, at: control.now() });
      await instance.answer(asked.requestId, answers);
      return { request: asked.requestId, answers };
    }),
});

/** As a comment on an issue would be read. Throws UnclearAnswerError. */
function readWords(
  asked: Pick<Extract<PendingQuestion, { kind: 'question' }>, 'requestId' | 'questions'>,
  { answer, at }: { answer: string; at: Date },
): string[][] {
  const now = at.toISOString();
  const pending = { ...asked, kind: 'question' as const, number: 1, askedAt: now, deadline: now };
  const read = readAnswer(pending, answer);
  if (read.status === 'unclear' || read.reply.kind !== 'answers') throw new UnclearAnswerError(pending);
  return read.reply.answers;
}
