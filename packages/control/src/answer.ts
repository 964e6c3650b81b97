import { TaskNotFoundError } from '@opencode-commander/queue';
import {
  EXIT_CODES,
  OperatorError,
  type PendingQuestion,
  type Reply,
  readAnswer,
} from '@opencode-commander/task';
import { z } from 'zod';
import {
  type Answered,
  answerQuestion,
  answerQuestionInputSchema,
  answerQuestionOutputSchema,
  askedOf,
} from './answer-question.ts';
import { defineOperation, type OperationControl } from './operation.ts';
import { refuseEnded } from './task-ended-error.ts';
import { taskView } from './task-view.ts';

const { task_id, question, reply } = answerQuestionInputSchema.shape;

const answerInputSchema = z.object({
  task_id,
  question,
  reply: z
    .union([z.string().min(1).max(10_000), reply])
    .describe(
      "The answer in words, such as the number of an option, words of one's own, approve, deny or continue 5 (dollars); or as data, by the kind of the question",
    ),
});

export const answerOperation = defineOperation({
  title: 'Answer the question of a task',
  description:
    'Answers what a task waits for a person to say, and has it go on. The question and what may be chosen stand in the task; a question takes one answer.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: answerInputSchema,
  output: answerQuestionOutputSchema,
  run: async (control, input) => {
    const result = await answer(control, input);
    if (!result.answered) refuseEnded(result.task);
    return result;
  },
});

/** The words cannot be read as an answer to the question. */
export class UnclearAnswerError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor({ kind, number }: PendingQuestion) {
    super(`That cannot be read as an answer to question ${number}: answer with ${HOW[kind]}`);
  }
}

const HOW: Readonly<Record<PendingQuestion['kind'], string>> = {
  question: 'the number of an option for each question, or in words where it takes them',
  permission: 'approve or deny',
  budget: 'continue and the dollars to add, such as continue 5, or deny',
  rounds: 'continue or deny',
  edited: 'approve or deny',
};

/** Throws TaskNotFoundError, AnswerDoesNotFitError, UnclearAnswerError, RedisError. */
async function answer(
  control: OperationControl,
  input: z.input<typeof answerInputSchema>,
): Promise<Answered> {
  const { by, store } = control;
  const { reply: given, ...about } = answerInputSchema.parse(input);
  if (typeof given !== 'string') return answerQuestion(control, { ...about, reply: given, by });
  const task = await store.get(about.task_id);
  if (task === null) throw new TaskNotFoundError(about.task_id);
  const asked = askedOf(task, about.question);
  if (asked === null) return { answered: false, task: taskView(task) };
  return answerQuestion(control, { ...about, question: asked.number, reply: readWords(asked, given), by });
}

/** As a comment would be read; what only takes decisions is decided by commands there. */
function readWords(asked: PendingQuestion, words: string): Reply {
  const isCommand = asked.kind !== 'question' && !words.trimStart().startsWith('/');
  const read = readAnswer(asked, isCommand ? `/commander ${words.trim()}` : words);
  if (read.status === 'unclear') throw new UnclearAnswerError(asked);
  return read.reply;
}
