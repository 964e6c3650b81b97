import {
  answerSchema,
  issueText,
  type PendingQuestion,
  type Reply,
  type Task,
} from '@opencode-commander/task';
import { z } from 'zod';
import { changeTask, type Decide } from './change-task.ts';
import type { ActingControl } from './control.ts';
import { followThrough } from './follow-through.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const answerQuestionInputSchema = z.object({
  task_id: taskIdInput,
  question: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('Number of the question; the one that waits unless given'),
  by: z.string().min(1).describe('Who answers'),
  reply: answerSchema.shape.reply.describe('The answer, by the kind of the question'),
});

export const answerQuestionOutputSchema = z.object({
  answered: z.boolean().describe('False when the question does not wait (any more): nothing was changed'),
  task: taskViewSchema,
});
export type Answered = z.infer<typeof answerQuestionOutputSchema>;

/**
 * Gives a waiting task its answer and queues it; every question takes one answer. What is asked by commander itself is
 * settled here: a changed text is taken or not, another follow-up begins or is cancelled. The rest is up to the run that
 * takes the task up. Throws TaskNotFoundError, RedisError.
 */
export async function answerQuestion(
  control: ActingControl,
  input: z.input<typeof answerQuestionInputSchema>,
): Promise<Answered> {
  const { task_id, question, by, reply } = answerQuestionInputSchema.parse(input);
  const at = control.now().toISOString();
  const decide: Decide = (task) => {
    const asked = askedOf(task, question);
    if (asked === null) return null;
    return settled(asked, reply) ?? { ...given(task, { to: asked.number, by, at, reply }), status: 'queued' };
  };
  const { changed, task } = await changeTask(control, task_id, decide);
  if (changed || task.status === 'queued') await followThrough(control, task);
  return { answered: changed, task: taskView(task) };
}

function askedOf({ status, question }: Task, number: number | undefined): PendingQuestion | null {
  if (status !== 'waiting_human' || question === null) return null;
  return number === undefined || question.number === number ? question : null;
}

/** What no agent needs to hear; null for what a run deals with. */
function settled(question: PendingQuestion, reply: Reply): ReturnType<Decide> {
  if (question.kind !== 'edited' && question.kind !== 'rounds') return null;
  const patch = { question: null, answer: null };
  const agreed = reply.kind === 'approve' || reply.kind === 'continue';
  if (question.kind === 'rounds')
    return agreed
      ? { status: 'queued', patch, message: 'another follow-up was agreed to' }
      : { status: 'cancelled', patch, message: 'no further follow-up is wanted' };
  return agreed
    ? { status: 'queued', patch: { ...patch, ...issueText(question) }, message: 'the changed text is taken' }
    : { status: 'queued', patch, message: 'the changed text is not taken' };
}

function given({ grants }: Task, answer: z.infer<typeof answerSchema>): NonNullable<ReturnType<Decide>> {
  const { reply, to, by } = answer;
  const grant =
    reply.kind === 'continue' && reply.usd !== null ? [{ by: `question:${to}`, usd: reply.usd }] : [];
  return { patch: { answer, grants: [...grants, ...grant] }, message: `answered by ${by}` };
}
