import { questionComment, questionOperation } from '@opencode-commander/task';
import type { Ask } from '../let-go.ts';
import type { Run } from '../run.ts';
import { questionPatch, recordQuestion } from './record-question.ts';

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
  await run.leave('waiting_human', `waits for an answer to question ${number}`, questionPatch(question));
}
