import {
  type Answer,
  answerSchema,
  EXIT_CODES,
  endsTask,
  issueText,
  NO_SANDBOX,
  OperatorError,
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
  via: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'What dollars in it came from, such as comment:34; the same thing grants nothing a second time',
    ),
});

export const answerQuestionOutputSchema = z.object({
  answered: z.boolean().describe('False when the question does not wait (any more): nothing was changed'),
  task: taskViewSchema,
});
export type Answered = z.infer<typeof answerQuestionOutputSchema>;

/** The question takes other answers. */
export class AnswerDoesNotFitError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor({ kind, number }: PendingQuestion) {
    super(`Question ${number} is one of ${kind}: answer it with ${FITTING[kind].join(' or ')}`);
  }
}

const FITTING: Readonly<Record<PendingQuestion['kind'], readonly Reply['kind'][]>> = {
  question: ['answers'],
  permission: ['approve', 'deny'],
  budget: ['continue', 'deny'],
  rounds: ['continue', 'approve', 'deny'],
  edited: ['approve', 'deny'],
};

/**
 * Gives a waiting task its answer and queues it for the run that deals with it; every question takes one answer. A changed
 * text that is agreed to is taken here; a reply that ends the task cancels it. Throws TaskNotFoundError,
 * AnswerDoesNotFitError, RedisError.
 */
export async function answerQuestion(
  control: ActingControl,
  input: z.input<typeof answerQuestionInputSchema>,
): Promise<Answered> {
  const { task_id, question, by, reply, via } = answerQuestionInputSchema.parse(input);
  const at = control.now().toISOString();
  const decide: Decide = (task) => {
    const asked = askedOf(task, question);
    if (asked === null) return null;
    if (!FITTING[asked.kind].includes(reply.kind)) throw new AnswerDoesNotFitError(asked);
    const answer = { to: asked.number, by, at, reply };
    return {
      status: endsTask(task, asked, reply) ? 'cancelled' : 'queued',
      patch: { answer, ...granted(task, answer, via), ...taken(asked, reply) },
      message: `answered by ${by}`,
    };
  };
  const { changed, task } = await changeTask(control, task_id, decide);
  if (changed || task.status === 'queued') await followThrough(control, task);
  return { answered: changed, task: taskView(task) };
}

/** The question a task waits with, if it is the one of that number; null when it does not wait. */
export function askedOf({ status, question }: Task, number: number | undefined): PendingQuestion | null {
  if (status !== 'waiting_human' || question === null) return null;
  return number === undefined || question.number === number ? question : null;
}

function taken(question: PendingQuestion, { kind }: Reply): Partial<Task> {
  return question.kind === 'edited' && kind === 'approve' ? { ...issueText(question), ...NO_SANDBOX } : {};
}

function granted({ grants }: Task, { reply, to }: Answer, via: string = `question:${to}`): Partial<Task> {
  if (reply.kind !== 'continue' || reply.usd === null || grants.some(({ by }) => by === via)) return {};
  // Most of a larger budget may be left again.
  return { grants: [...grants, { by: via, usd: reply.usd }], budgetWarned: false };
}
