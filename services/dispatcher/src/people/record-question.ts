import type { TaskPatch } from '@opencode-commander/queue';
import {
  nextQuestion,
  type PendingQuestion,
  pendingQuestionSchema,
  type Task,
} from '@opencode-commander/task';
import type { Ask } from '../let-go.ts';
import type { Run } from '../run.ts';

/** Writes what people are to be asked into the task's record; what was asked before and not answered keeps its number. */
export async function recordQuestion(run: Run, ask: Ask): Promise<PendingQuestion> {
  const { context, task } = run;
  const { humanMs } = context.config.timeouts;
  const next = nextQuestion({ task, now: context.now(), humanMs });
  const question = pendingQuestionSchema.parse({
    ...ask,
    ...next,
    number: sameNumber(task, ask) ?? next.number,
  });
  await run.patch(questionPatch(question));
  return question;
}

/** What a task's record says while it asks. */
export function questionPatch(question: PendingQuestion): TaskPatch {
  return { question, questions: question.number, answer: null };
}

/** The number under which the same was recorded before, and not answered; null when it is a new question. */
function sameNumber({ question, answer }: Task, ask: Ask): number | null {
  if (question === null || answer !== null) return null;
  return isSame(question, ask) ? question.number : null;
}

/** A budget is asked for again with what was spent by then; there is one question of `ask_human` at a time. */
function isSame(question: PendingQuestion, ask: Ask): boolean {
  if (question.kind === 'budget') return ask.kind === 'budget' && question.scope === ask.scope;
  return 'requestId' in question && 'requestId' in ask && question.requestId === ask.requestId;
}
