import { promoteTask } from '@opencode-commander/queue';
import { EXIT_CODES, isTerminal, OperatorError, type Task } from '@opencode-commander/task';
import { z } from 'zod';
import { changeTask } from './change-task.ts';
import type { ActingControl } from './control.ts';
import { noteWho } from './note-who.ts';
import { defineOperation } from './operation.ts';
import { refuseEnded } from './task-ended-error.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const chooseModelInputSchema = z.object({
  task_id: taskIdInput,
  model: z
    .string()
    .regex(/^[^\s/]+\/\S+$/, 'write provider/model')
    .max(200)
    .nullable()
    .describe("The model as provider/model; null leaves it to the repository's own configuration"),
});

const chooseModelOutputSchema = z.object({
  changed: z.boolean().describe('False when it had been chosen already'),
  task: taskViewSchema,
});
export type ModelChosen = z.infer<typeof chooseModelOutputSchema>;

export const chooseModelOperation = defineOperation({
  title: 'Choose the model of a task',
  description: 'Has a task use another model from its next prompt on, or again the one of its repository.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: chooseModelInputSchema,
  output: chooseModelOutputSchema,
  run: async (control, input) => {
    const chosen = await chooseModel(control, input);
    const model = input.model ?? "the repository's own";
    if (chosen.changed) await noteWho(control, input.task_id, `its model is ${model} now`);
    else refuseEnded(chosen.task);
    return chosen;
  },
});

/** With what models are chosen. */
export type ModelControl = ActingControl & {
  /** `models.allowed` of this moment; null when agents may use any. */
  allowedModels: () => readonly string[] | null;
};

/** The model is none that agents may use. */
export class ModelNotAllowedError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(model: string, allowed: readonly string[]) {
    super(
      `${model} is not allowed here: choose one of ${allowed.join(', ') || 'none'}, or add it to models.allowed`,
    );
  }
}

/**
 * Has a task use another model from its next prompt on; one that waits for its model's provider looks again at once. Throws
 * ModelNotAllowedError, TaskNotFoundError, RedisError.
 */
export async function chooseModel(
  control: ModelControl,
  input: z.input<typeof chooseModelInputSchema>,
): Promise<ModelChosen> {
  const { task_id, model } = chooseModelInputSchema.parse(input);
  const { queues } = control;
  const allowedModels = control.allowedModels();
  if (model !== null && allowedModels !== null && !allowedModels.includes(model))
    throw new ModelNotAllowedError(model, allowedModels);
  const { changed, task } = await changeTask(control, task_id, (before) => {
    if (before.model === model || isTerminal(before.status)) return null;
    return { patch: { model, ...(waitsForProvider(before) && { waitsFor: null }) } };
  });
  if (changed && task.status === 'queued') await promoteTask(queues, task.id);
  return { changed, task: taskView(task) };
}

/** For its quota, or because people have paused it. */
function waitsForProvider({ waitsFor }: Pick<Task, 'waitsFor'>): boolean {
  return waitsFor?.kind === 'provider' || (waitsFor?.kind === 'pause' && waitsFor.of === 'provider');
}
