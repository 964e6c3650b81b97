import {
  type PendingQuestion,
  pendingQuestionSchema,
  questionComment,
  questionOperation,
  type Task,
} from '@opencode-commander/task';
import type { Ask } from '../let-go.ts';
import type { Run } from '../run.ts';

/**
 * Has the task wait for a person: nothing of it stays in this process, and its slot is free. The question is in the record
 * before the comment is on its way, so that no comment asks for a task that was cancelled; and the same request asked
 * again after a crash is the same comment.
 */
export async function askPeople(run: Run, ask: Ask): Promise<void> {
  const { number } = await recordQuestion(run, ask);
  await run.comment(questionOperation(number), questionComment(run.task));
  await run.leave('waiting_human', `waits for an answer to question ${number}`);
}

async function recordQuestion(run: Run, ask: Ask): Promise<PendingQuestion> {
  const { context, task } = run;
  const askedAt = context.now();
  const deadline = new Date(askedAt.getTime() + context.config.timeouts.humanMs);
  const question = pendingQuestionSchema.parse({
    ...ask,
    number: numberOf(task, ask),
    askedAt: askedAt.toISOString(),
    deadline: deadline.toISOString(),
  });
  await run.patch({ question, questions: question.number, answer: null });
  return question;
}

function numberOf({ question, questions, answer }: Task, ask: Ask): number {
  if (question === null || answer !== null || !('requestId' in ask) || !('requestId' in question))
    return questions + 1;
  return question.requestId === ask.requestId ? question.number : questions + 1;
}
