import type { TaskPatch } from '@opencode-commander/queue';
import {
  nextQuestion,
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
  const question = await recordQuestion(run, ask);
  const { number } = question;
  // One that was claimed only to ask again: who waits for people has run.
  if (run.task.status === 'dispatched') await run.become('running', `asks question ${number}`);
  await run.comment(questionOperation(number), questionComment(run.task));
  // Asked again: Redis may have lost what was written a moment ago, and would keep this.
  await run.leave('waiting_human', `waits for an answer to question ${number}`, asking(question));
}

async function recordQuestion(run: Run, ask: Ask): Promise<PendingQuestion> {
  const { context, task } = run;
  const { humanMs } = context.config.timeouts;
  const next = nextQuestion({ task, now: context.now(), humanMs });
  const question = pendingQuestionSchema.parse({
    ...ask,
    ...next,
    number: sameNumber(task, ask) ?? next.number,
  });
  await run.patch(asking(question));
  return question;
}

function asking(question: PendingQuestion): TaskPatch {
  return { question, questions: question.number, answer: null };
}

/** The number under which the same was recorded before, and not answered; null when it is a new question. */
function sameNumber({ question, answer }: Task, ask: Ask): number | null {
  if (question === null || answer !== null) return null;
  return isSame(question, ask) ? question.number : null;
}

/** A budget is asked for again with what was spent by then. */
function isSame(question: PendingQuestion, ask: Ask): boolean {
  if (question.kind === 'budget') return ask.kind === 'budget' && question.scope === ask.scope;
  return 'requestId' in question && 'requestId' in ask && question.requestId === ask.requestId;
}
